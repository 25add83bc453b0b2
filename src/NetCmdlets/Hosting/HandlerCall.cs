using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NetCmdlets.Hosting;

/// <summary>One message on its way through the runspaces of a server.</summary>
internal sealed class HandlerCall(PowerShell shell)
{
    private readonly object gate = new();
    private readonly TaskCompletionSource<Collection<PSObject>> done
        = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int claimed;
    private Runspace? used;
    private Thread? stopper;
    private Collection<PSObject>? output;
    private Exception? fault;

    /// <summary>What the script emitted, or what it threw; never completes where the call is taken back.</summary>
    public Task<Collection<PSObject>> Completion => done.Task;

    /// <summary>Whether the caller is the first to claim it: to run it, or to take it back before it runs.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref claimed, 1, 0) == 0;

    /// <summary>Runs it on this thread, unless it was taken back.</summary>
    /// <param name="runspace">The runspace; null where it could not be opened, and afterwards where it is gone.</param>
    /// <param name="failure">Why it could not be opened.</param>
    public void Run(ref Runspace? runspace, Exception? failure)
    {
        if (!TryClaim())
            return;
        if (runspace is null)
        {
            fault = failure;
            return;
        }

        lock (gate)
            used = runspace;
        try
        {
            shell.Runspace = runspace;
            output = shell.Invoke();
        }
        catch (Exception error)
        {
            fault = error;
        }

        lock (gate)
            used = null;
        if (stopper is null)
            return;
        stopper.Join();
        runspace = null;
    }

    /// <summary>Stops the script with its runspace, which is of no more use at the stop of the server.</summary>
    /// <param name="limit">How long to wait for the script's end.</param>
    /// <returns>Whether it ended. One that did not keeps its thread until the call that it is in returns.</returns>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        lock (gate)
        {
            if (used is { } runspace)
            {
                // A thread of its own, since the close waits for the script. The engine's ways to stop or to close
                // without a wait use threads that hold up the end of the process, and so does an open runspace: one
                // that is closing does not.
                stopper = new Thread(() => HandlerRunspaces.Close(runspace))
                {
                    IsBackground = true,
                    Name = "NetCmdlets stopping",
                };
                stopper.Start();
            }
        }

        await ((Task)done.Task).WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return done.Task.IsCompleted;
    }

    /// <summary>Tells the outcome, where it was run.</summary>
    public void Finish()
    {
        if (output is not null)
            done.SetResult(output);
        else if (fault is not null)
            done.SetException(fault);
    }
}
