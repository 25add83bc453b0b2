using System.Threading.Channels;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// Answers each datagram by a table of replies, on the receiving thread, or by a handler, on threads of the pool: a
/// slow handler keeps nobody waiting but its own client, up to the number of handlers that may run at once.
/// </summary>
public sealed class UdpMessageServer : DatagramServer
{
    /// <summary>The rate limit of a server that others than this machine can reach, where none is given.</summary>
    public const int DefaultRateLimit = 1000;

    /// <summary>How many datagrams wait for a handler; past it they are dropped and counted.</summary>
    public const int QueueCapacity = 1024;

    private readonly StartUdpServerRequest request;
    private readonly MessageText text;
    private readonly ResponseTable? responses;
    private readonly Channel<UdpHandlerConnection>? waiting;
    private readonly CancellationTokenSource stopping = new();
    private Task handlers = Task.CompletedTask;

    private UdpMessageServer(
        StartUdpServerRequest request, MessageText text, ResponseTable? responses, TimeProvider? time)
        : base("Udp", request, DefaultLimitOf(request), time)
    {
        this.request = request;
        this.text = text;
        this.responses = responses;
        if (request.Handler is not null)
        {
            waiting = Channel.CreateBounded<UdpHandlerConnection>(
                new BoundedChannelOptions(QueueCapacity) { SingleWriter = true });
        }
    }

    /// <summary>Starts a server; it is bound when this returns. The handler is the server's from then on.</summary>
    /// <exception cref="NetException">
    /// The address is not to be had, or neither or both of a table and a handler are given (InvalidRequest).
    /// </exception>
    public static UdpMessageServer Start(StartUdpServerRequest request, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText text = MessageText.Named(request.Encoding);
        ResponseTable? responses = request.Responses
            ?? (request.Response.Count > 0 ? ResponseTable.Parse(request.Response, text) : null);
        if (responses is null == request.Handler is null)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give either a table of responses or a handler, and not both.");
        }

        var server = new UdpMessageServer(request, text, responses, time);
        if (request.Handler is not null)
            server.handlers = server.RunHandlersAsync(request.Handler);
        server.Begin();
        return server;
    }

    /// <inheritdoc/>
    protected override void Handle(ReadOnlySpan<byte> datagram, DatagramPeer peer)
    {
        if (datagram.Length > request.MaxMessageBytes)
        {
            Reject(peer, datagram.Length, $"The datagram is over {request.MaxMessageBytes} bytes.");
            return;
        }

        if (responses is not null)
        {
            if (responses.Find(datagram) is byte[] reply)
                Reply(reply, peer);
            return;
        }

        if (!waiting!.Writer.TryWrite(new UdpHandlerConnection(this, peer, text, datagram.ToArray())))
            Reject(peer, datagram.Length, $"{QueueCapacity} datagrams wait for the handler already.");
    }

    /// <inheritdoc/>
    protected override async Task StopCoreAsync(TimeSpan drain)
    {
        await base.StopCoreAsync(drain).ConfigureAwait(false);
        if (request.Handler is not null)
        {
            // What was received before the stop may still be handled; the socket is closed, so it is not answered.
            waiting!.Writer.TryComplete();
            await stopping.CancelAsync().ConfigureAwait(false);
            await handlers.ConfigureAwait(false);
            await request.Handler.DisposeAsync().ConfigureAwait(false);
            LeaveBehind(request.Handler.LeftBehind);
        }

        stopping.Dispose();
    }

    /// <summary>Sends to a client from a handler's thread.</summary>
    internal void SendTo(ReadOnlySpan<byte> datagram, DatagramPeer peer) => Reply(datagram, peer);

    private static int DefaultLimitOf(StartUdpServerRequest request)
        => System.Net.IPAddress.IsLoopback(ListenAddress.Parse(request.Address)) ? 0 : DefaultRateLimit;

    private Task RunHandlersAsync(IMessageHandler handler)
        => Task.WhenAll(Enumerable.Range(0, request.MaxHandlers).Select(_ => Task.Run(() => WorkAsync(handler))));

    private async Task WorkAsync(IMessageHandler handler)
    {
        try
        {
            await foreach (UdpHandlerConnection message in waiting!.Reader.ReadAllAsync(stopping.Token)
                .ConfigureAwait(false))
            {
                await AnswerAsync(handler, message).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(IMessageHandler handler, UdpHandlerConnection message)
    {
        HandlerResult result;
        try
        {
            result = await handler.HandleAsync(message, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A handler that breaks its contract must not end the others.
            result = new HandlerResult([], error.Message, error);
        }

        foreach (byte[] reply in result.Replies)
            Reply(reply, message.Peer);
        if (result.Error is not null)
        {
            Record(
                NetServerEventKind.HandlerError,
                remote: message.RemoteEndPoint,
                reason: result.Error,
                error: result.Cause);
        }
    }
}
