using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Hosting;

/// <summary>
/// Runs a user's script block for each message of a server. In the script <c>$_</c> is the message (its text, or its
/// bytes where they are not text) and <c>$Connection</c> the client. What the script emits is sent back: each object is
/// a message of its own, texts in the server's encoding, bytes in a row as one message.
/// </summary>
public sealed class ScriptBlockHandler : IMessageHandler
{
    private readonly ScriptRunner runner;

    /// <summary>Opens the runspaces.</summary>
    /// <param name="handler">The script; what it takes with <c>$using:</c> is read now.</param>
    /// <param name="session">The session that the <c>$using:</c> variables are of.</param>
    /// <param name="limit">How many messages are handled at once, from 1.</param>
    public ScriptBlockHandler(ScriptBlock handler, SessionState session, int limit)
    {
        ArgumentNullException.ThrowIfNull(handler);
        runner = new ScriptRunner([handler], "Connection", session, limit);
    }

    /// <inheritdoc/>
    public int LeftBehind => runner.LeftBehind;

    /// <inheritdoc/>
    public async Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ScriptResult result = await runner
            .RunAsync(0, connection.Message, connection, cancellationToken).ConfigureAwait(false);
        try
        {
            return new HandlerResult(RepliesOf(result.Output, connection.Encoding), result.Error, result.Cause);
        }
        catch (Diagnostics.NetException error)
        {
            // A reply that the encoding has no bytes for.
            return new HandlerResult([], error.Message, error);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => runner.DisposeAsync();

    private static List<byte[]> RepliesOf(PSDataCollection<PSObject> output, MessageText text)
    {
        var replies = new List<byte[]>();
        foreach (object item in ScriptOutput.Objects(output))
            replies.Add(item as byte[] ?? text.Encode(item.ToString() ?? ""));
        return replies;
    }
}
