using NetCmdlets.Framing;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Echo;

/// <summary>
/// Answers each text message with a prefix and the message. A message is what one receive gives, as in the textbook's
/// server; bytes that are not UTF-8 close their connection with ProtocolError.
/// </summary>
public sealed class TcpPrefixEchoService : IConnectionService
{
    private readonly string prefix;
    private readonly IMessageFraming framing;

    /// <summary>Makes the service.</summary>
    /// <param name="prefix">What each answer begins with.</param>
    /// <param name="maxMessageBytes">The most that one message takes.</param>
    public TcpPrefixEchoService(string prefix, int maxMessageBytes)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        this.prefix = prefix;
        framing = new RawFraming(maxMessageBytes, wholeCharacters: true);
    }

    /// <inheritdoc/>
    public bool RecordsMessages => true;

    /// <inheritdoc/>
    public async Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        using var channel = new MessageChannel(connection, framing);
        while (await channel.ReceiveTextAsync().ConfigureAwait(false) is { } message)
        {
            if (!await channel.SendTextAsync(prefix + message).ConfigureAwait(false))
                return;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
