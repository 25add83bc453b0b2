using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// Answers each message of a client by a table of replies or by a handler, one message after the other; different
/// clients' messages at the same time. A handler's error closes its client, never the server.
/// </summary>
public sealed class TcpMessageService : IConnectionService
{
    private readonly MessageText encoding;
    private readonly IMessageFraming framing;
    private readonly ResponseTable? responses;
    private readonly IMessageHandler? handler;
    private readonly bool asBytes;
    private readonly byte[]? greeting;
    private readonly byte[]? closeReply;
    private readonly HashSet<string> closeOn;

    /// <summary>Makes the service of a request. The handler is the service's from then on.</summary>
    /// <exception cref="NetException">
    /// Neither or both of a table and a handler are given (InvalidRequest), or a text cannot be encoded.
    /// </exception>
    public TcpMessageService(StartTcpServerRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        encoding = MessageText.Named(request.Encoding);
        asBytes = request.AsByteStream;
        responses = request.Responses
            ?? (request.Response.Count > 0 ? ResponseTable.Parse(request.Response, encoding) : null);
        handler = request.Handler;
        if (responses is null == handler is null)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give either a table of responses or a handler, and not both.");
        }

        if (request.CloseReply is not null && request.CloseOn.Count == 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "-CloseReply is sent at a word of -CloseOn: give one, as in -CloseOn close.");
        }

        framing = new FramingOptions
        {
            Kind = request.Framing,
            Encoding = encoding,
            Delimiter = request.Delimiter,
            PrefixBytes = request.PrefixBytes,
            MaxMessageBytes = request.MaxMessageBytes,
            IsText = !asBytes && encoding == MessageText.Utf8,
        }.Create();
        greeting = request.Greeting is null ? null : encoding.Encode(request.Greeting);
        closeReply = request.CloseReply is null ? null : encoding.Encode(request.CloseReply);
        closeOn = new HashSet<string>(request.CloseOn, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public bool RecordsMessages => true;

    /// <inheritdoc/>
    public bool NeverBlocks => handler is null;

    /// <inheritdoc/>
    public int LeftBehind => handler?.LeftBehind ?? 0;

    /// <inheritdoc/>
    public async Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        // What a handler knows as $Connection it may keep: handlers of other clients send by it too.
        using var channel = new MessageChannel(connection, framing, encoding, isShared: handler is not null);
        try
        {
            await ServeAsync(connection, channel, stopping).ConfigureAwait(false);
        }
        finally
        {
            await channel.EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => handler?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ServeAsync(TcpConnection connection, MessageChannel channel, CancellationToken stopping)
    {
        if (greeting is not null && !await SendAsync(channel, greeting).ConfigureAwait(false))
            return;
        TcpHandlerConnection? context = handler is null ? null : new(channel, encoding, asBytes);
        while (await channel.ReceiveAsync().ConfigureAwait(false) is { } message)
        {
            string? text = asBytes && closeOn.Count == 0 ? null : encoding.TryDecode(message.Span);
            if (text is null && !asBytes)
            {
                connection.TrySetReason(CloseReason.ProtocolError, $"The message is not {encoding.Name} text.");
                return;
            }

            connection.MessageReceived(message.Length, text);
            if (text is not null && IsCloseWord(text))
            {
                if (closeReply is not null)
                    await SendAsync(channel, closeReply).ConfigureAwait(false);
                return;
            }

            bool goesOn = context is null
                ? await RespondAsync(channel, message).ConfigureAwait(false)
                : await HandleAsync(channel, context, message, stopping).ConfigureAwait(false);
            if (!goesOn)
                return;
        }
    }

    // What a terminal sends after the word is no part of it.
    private bool IsCloseWord(string text)
        => closeOn.Count > 0 && (closeOn.Contains(text) || closeOn.Contains(text.TrimEnd('\r', '\n')));

    private async ValueTask<bool> RespondAsync(MessageChannel channel, ReadOnlyMemory<byte> message)
        => responses!.Find(message.Span) is not { } reply || await SendAsync(channel, reply).ConfigureAwait(false);

    private async ValueTask<bool> HandleAsync(
        MessageChannel channel,
        TcpHandlerConnection context,
        ReadOnlyMemory<byte> message,
        CancellationToken stopping)
    {
        context.Take(message.ToArray());
        channel.Connection.IsBusy = true;
        HandlerResult result = await handler!.HandleAsync(context, stopping).ConfigureAwait(false);
        channel.Connection.IsBusy = false;
        foreach (byte[] reply in result.Replies)
        {
            if (!await SendAsync(channel, reply).ConfigureAwait(false))
                return false;
        }

        if (result.Error is null)
            return !context.IsClosing;
        channel.Connection.HandlerFailed(result.Error, result.Cause);
        return false;
    }

    private ValueTask<bool> SendAsync(MessageChannel channel, byte[] message)
        => channel.SendAsync(message, asBytes ? null : encoding.TryDecode(message));
}
