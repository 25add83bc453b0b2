using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Hosting;

/// <summary>
/// Runs a user's script block for each message of a server, in runspaces of the server's own: the session that started
/// the server stays free, and several messages are handled at once. In the script <c>$_</c> is the message (its text,
/// or its bytes where they are not text) and <c>$Connection</c> the client. What the script emits is sent back: each
/// object is a message of its own, texts in the server's encoding, bytes in a row as one message.
/// </summary>
public sealed class ScriptBlockHandler : IMessageHandler
{
    // The script runs in ForEach-Object so that it sees $_ and, one scope up, $Connection.
    private const string Wrapper = """
        param($Message, $Connection, $Handler)
        ,$Message | ForEach-Object -Process $Handler
        """;

    /// <summary>How long a stop waits for a script to end; a script in a call that no stop reaches is left behind.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly RunspacePool pool;
    private readonly ScriptBlock handler;
    private int abandoned;

    /// <summary>Opens the runspaces.</summary>
    /// <param name="handler">The script; what it takes with <c>$using:</c> is read now.</param>
    /// <param name="session">The session that the <c>$using:</c> variables are of.</param>
    /// <param name="limit">How many messages are handled at once, from 1.</param>
    public ScriptBlockHandler(ScriptBlock handler, SessionState session, int limit)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var taken = UsingVariables.Take(handler, session);
        this.handler = ScriptBlock.Create(taken.Script);
        InitialSessionState state = InitialSessionState.CreateDefault();
        foreach ((string name, object? value) in taken.Values)
            state.Variables.Add(new SessionStateVariableEntry(name, value, "Taken by $using: of a server's handler."));
        pool = RunspaceFactory.CreateRunspacePool(state);
        pool.SetMaxRunspaces(limit);
        pool.ThreadOptions = PSThreadOptions.ReuseThread;
        pool.Open();
    }

    /// <inheritdoc/>
    public async Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        PowerShell shell = PowerShell.Create();
        shell.RunspacePool = pool;
        shell.AddScript(Wrapper)
            .AddArgument(connection.Message)
            .AddArgument(connection)
            .AddArgument(handler);
        Task<PSDataCollection<PSObject>>? run = null;
        try
        {
            run = Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke);
            PSDataCollection<PSObject> output = await StoppableAsync(shell, run, cancellationToken)
                .ConfigureAwait(false);
            IReadOnlyList<byte[]> replies = RepliesOf(output, connection.Encoding);
            return shell.Streams.Error.Count == 0
                ? new HandlerResult(replies)
                : new HandlerResult(
                    replies, shell.Streams.Error[0].ToString(), shell.Streams.Error[0].Exception);
        }
        catch (PipelineStoppedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new HandlerResult([], "The handler was stopped.");
        }
        catch (RuntimeException error)
        {
            return new HandlerResult([], error.Message, error);
        }
        catch (Diagnostics.NetException error)
        {
            // A reply that the encoding has no bytes for.
            return new HandlerResult([], error.Message, error);
        }
        finally
        {
            Release(shell, run);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Closing waits for every script, so it is not waited for where one does not end.
        if (Volatile.Read(ref abandoned) > 0)
            pool.BeginClose(null, null);
        else
            pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<PSDataCollection<PSObject>> StoppableAsync(
        PowerShell shell, Task<PSDataCollection<PSObject>> run, CancellationToken cancellationToken)
    {
        await ((Task)run).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!run.IsCompleted)
        {
            shell.BeginStop(null, null);
            await ((Task)run).WaitAsync(StopLimit, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await run.ConfigureAwait(false);
    }

    private void Release(PowerShell shell, Task? run)
    {
        if (run is null or { IsCompleted: true })
        {
            shell.Dispose();
            return;
        }

        // The script is in a call that no stop reaches. It keeps its thread until the call returns, and nobody waits.
        Interlocked.Increment(ref abandoned);
        run.ContinueWith(
            static (ended, state) =>
            {
                _ = ended.Exception;
                ((PowerShell)state!).Dispose();
            },
            shell,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private static List<byte[]> RepliesOf(PSDataCollection<PSObject> output, MessageText text)
    {
        var replies = new List<byte[]>();
        var loose = new List<byte>();
        foreach (PSObject item in output)
        {
            // An array of bytes that a script returns comes as one object a byte.
            if (item?.BaseObject is byte single)
            {
                loose.Add(single);
                continue;
            }

            Flush(replies, loose);
            if (item is not null)
                replies.Add(item.BaseObject as byte[] ?? text.Encode(item.ToString()));
        }

        Flush(replies, loose);
        return replies;
    }

    private static void Flush(List<byte[]> replies, List<byte> loose)
    {
        if (loose.Count == 0)
            return;
        replies.Add([.. loose]);
        loose.Clear();
    }
}
