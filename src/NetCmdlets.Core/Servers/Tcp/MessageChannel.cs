using System.Buffers;
using NetCmdlets.Framing;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// A connection as messages: what text-message services read from and write to. A message that breaks the framing or
/// the limit, or is no text where text is expected, ends the connection with its reason.
/// </summary>
public sealed class MessageChannel : IDisposable
{
    private readonly TcpConnection connection;
    private readonly IMessageFraming framing;
    private readonly MessageText encoding;
    private readonly FrameReader reader;
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly SemaphoreSlim? turns;
    private bool ended;

    /// <summary>Makes a channel over a connection, which stays its owner's to close.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="framing">How its messages are told apart.</param>
    /// <param name="encoding">The encoding of its texts; null is UTF-8.</param>
    /// <param name="isShared">
    /// Whether several may send at once: they take turns, and <see cref="EndAsync"/> awaits the last.
    /// </param>
    public MessageChannel(
        TcpConnection connection, IMessageFraming framing, MessageText? encoding = null, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        this.connection = connection;
        this.framing = framing;
        this.encoding = encoding ?? MessageText.Utf8;
        reader = new FrameReader(framing);
        turns = isShared ? new SemaphoreSlim(1) : null;
    }

    /// <summary>The connection.</summary>
    public TcpConnection Connection => connection;

    /// <summary>The next message, valid until the next call; null where no more come.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        bool ended = false;
        while (true)
        {
            switch (reader.TryRead(out ReadOnlyMemory<byte> message))
            {
                case FrameStatus.Message:
                    connection.MessagePending(false);
                    return message;
                case FrameStatus.TooLong:
                    connection.TrySetReason(CloseReason.Limit, "The message is longer than allowed.");
                    return null;
                case FrameStatus.Truncated:
                    connection.TrySetReason(CloseReason.ProtocolError, "The stream ended within a message.");
                    return null;
            }

            connection.MessagePending(reader.Buffered > 0);
            if (ended || !await connection.WaitReadableAsync().ConfigureAwait(false))
                return null;
            int count = await connection.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
            reader.Advance(count);
            if (count == 0)
            {
                if (connection.CloseReason != CloseReason.None)
                    return null;
                ended = true;
                reader.End();
            }
        }
    }

    /// <summary>The next message as text and its length in bytes; null where no more come.</summary>
    public async ValueTask<string?> ReceiveTextAsync()
    {
        if (await ReceiveAsync().ConfigureAwait(false) is not { } message)
            return null;
        string? text = encoding.TryDecode(message.Span);
        if (text is null)
            connection.TrySetReason(CloseReason.ProtocolError, $"The message is not {encoding.Name} text.");
        else
            connection.MessageReceived(message.Length, text);
        return text;
    }

    /// <summary>Sends a message with its framing; false where the connection has ended.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">Its text, for the event.</param>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message, string? text = null)
        => turns is null ? SendOneAsync(message, text) : SendInTurnAsync(turns, message, text);

    /// <summary>Sends a text as a message; false where the connection has ended.</summary>
    /// <exception cref="Diagnostics.NetException">The encoding cannot carry the text (InvalidEncoding).</exception>
    public ValueTask<bool> SendTextAsync(string text) => SendAsync(encoding.Encode(text), text);

    /// <summary>
    /// Lets nobody send any more; completes when who was sending is done. The connection is nobody else's then.
    /// </summary>
    public async ValueTask EndAsync()
    {
        if (turns is null)
            return;
        await turns.WaitAsync().ConfigureAwait(false);
        ended = true;
        turns.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private async ValueTask<bool> SendInTurnAsync(SemaphoreSlim turns, ReadOnlyMemory<byte> message, string? text)
    {
        await turns.WaitAsync().ConfigureAwait(false);
        try
        {
            return !ended && await SendOneAsync(message, text).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }

    private async ValueTask<bool> SendOneAsync(ReadOnlyMemory<byte> message, string? text)
    {
        output.ResetWrittenCount();
        framing.Write(message.Span, output);
        if (!await connection.SendAsync(output.WrittenMemory).ConfigureAwait(false))
            return false;
        connection.MessageSent(message.Length, text);
        return true;
    }
}
