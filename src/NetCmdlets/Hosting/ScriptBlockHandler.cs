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

    private readonly RunspacePool pool;
    private readonly ScriptBlock handler;

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
        using PowerShell shell = PowerShell.Create();
        shell.RunspacePool = pool;
        shell.AddScript(Wrapper)
            .AddArgument((object?)connection.Text ?? connection.Data)
            .AddArgument(connection)
            .AddArgument(handler);
        try
        {
            Task<PSDataCollection<PSObject>> run = Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke);
            using CancellationTokenRegistration stop = cancellationToken.Register(
                static state => ((PowerShell)state!).BeginStop(null, null), shell);
            PSDataCollection<PSObject> output = await run.ConfigureAwait(false);
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
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        pool.Dispose();
        return ValueTask.CompletedTask;
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
