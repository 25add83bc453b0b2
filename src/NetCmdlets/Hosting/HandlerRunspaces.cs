using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NetCmdlets.Hosting;

/// <summary>
/// The runspaces of one server's handlers, each with a thread of its own on which its scripts run and which closes it.
/// The threads are background threads: a script in a call that no stop reaches keeps its thread, and neither the other
/// runspaces nor the end of the process wait for it, as they would with the engine's own threads.
/// </summary>
internal sealed class HandlerRunspaces : IAsyncDisposable
{
    // The engine's own: deep recursion ends with an error of the script and not with the process.
    private const int StackBytes = 10_000_000;

    private readonly InitialSessionState state;
    private readonly int limit;
    private readonly object gate = new();
    private readonly Queue<HandlerCall> waiting = new();
    private readonly List<Task> workers = [];
    private readonly HashSet<Task> busy = [];
    private int idle;
    private bool closed;

    /// <summary>Opens the first runspace; the others are opened when messages wait.</summary>
    /// <param name="state">What each runspace begins with.</param>
    /// <param name="limit">How many runspaces there are at most, from 1.</param>
    public HandlerRunspaces(InitialSessionState state, int limit)
    {
        this.state = state;
        this.limit = limit;
        lock (gate)
            AddWorker();
    }

    /// <summary>Runs a shell in the next runspace that is free.</summary>
    public HandlerCall Invoke(PowerShell shell)
    {
        var call = new HandlerCall(shell);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            waiting.Enqueue(call);
            if (waiting.Count > idle && workers.Count < limit)
                AddWorker();
            else
                Monitor.Pulse(gate);
        }

        return call;
    }

    /// <summary>
    /// Closes the runspaces; completes when those that are free are closed. A runspace whose script still runs is
    /// closed by its thread when the script ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] free;
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
            free = [.. workers.Where(worker => !busy.Contains(worker))];
        }

        await Task.WhenAll(free).ConfigureAwait(false);
    }

    /// <summary>Closes a runspace, after its script where one runs in it.</summary>
    internal static void Close(Runspace runspace)
    {
        try
        {
            runspace.Dispose();
        }
        catch (Exception)
        {
            // The script, or PowerShell at its end, closes it in the same moment, which the engine does not always
            // bear. It is closed then, and an exception on this thread would end the process.
        }
    }

    private void AddWorker()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        workers.Add(ended.Task);
        new Thread(() => Work(ended), StackBytes) { IsBackground = true, Name = "NetCmdlets handler" }.Start();
    }

    private void Work(TaskCompletionSource ended)
    {
        Runspace? runspace = null;
        Exception? failure = null;
        do
        {
            try
            {
                runspace ??= Open();
            }
            catch (Exception error)
            {
                // The next message is told; for the one after it this is tried again.
                failure = error;
            }
        }
        while (RunNext(ref runspace, ref failure, ended.Task));

        if (runspace is not null)
            Close(runspace);
        ended.SetResult();
    }

    private bool RunNext(ref Runspace? runspace, ref Exception? failure, Task worker)
    {
        HandlerCall call;
        lock (gate)
        {
            idle++;
            while (waiting.Count == 0 && !closed)
                Monitor.Wait(gate);
            idle--;
            if (waiting.Count == 0)
                return false;
            call = waiting.Dequeue();
            busy.Add(worker);
        }

        call.Run(ref runspace, failure);
        failure = null;
        if (runspace is { RunspaceStateInfo.State: not RunspaceState.Opened })
        {
            // A script can close the runspace that it runs in.
            Close(runspace);
            runspace = null;
        }

        // Before the result is known: who closes then waits for this worker, too.
        lock (gate)
            busy.Remove(worker);
        call.Finish();
        return true;
    }

    private Runspace Open()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        return runspace;
    }
}
