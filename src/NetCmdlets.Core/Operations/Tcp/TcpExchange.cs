using System.Buffers;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>
/// One message and its reply over a connection. It sends and receives at the same time, because a server may answer
/// a long message before it has read it all, and stops reading where nobody takes the answer.
/// </summary>
internal sealed class TcpExchange
{
    private readonly IByteTransport transport;
    private readonly ReplyRule rule;
    private readonly TimeSpan quiet;
    private readonly TimeProvider time;
    private volatile bool wentQuiet;

    public TcpExchange(IByteTransport transport, ReplyRule rule, TimeSpan quiet, TimeProvider time)
    {
        this.transport = transport;
        this.rule = rule;
        this.quiet = quiet;
        this.time = time;
    }

    /// <summary>Whether anything came at all.</summary>
    public bool ReceivedAny { get; private set; }

    /// <summary>Whether the peer ended first.</summary>
    public bool PeerFinished { get; private set; }

    /// <summary>Sends the message and reads to the rule's end; the connection is over afterwards.</summary>
    /// <param name="message">The message; null sends nothing, only FIN where that is asked for.</param>
    /// <param name="finish">Whether FIN follows.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="target">The target, for a failure.</param>
    /// <param name="cancellationToken">Ends it with RST.</param>
    public async Task<(byte[]? Data, CloseReason Reason, NetFailure? Failure)> RunAsync(
        byte[]? message, bool finish, TimeSpan limit, string target, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(limit, cancellationToken, time);
        Task<SocketError> sending;
        (byte[]? Data, NetFailure? Failure) outcome;
        using (deadline.Token.UnsafeRegister(static state => ((IByteTransport)state!).Abort(), transport))
        {
            sending = SendAsync(message, finish);
            outcome = await ReceiveAsync(message?.Length ?? 0, deadline, limit, target).ConfigureAwait(false);
        }

        if (outcome.Failure is null)
            transport.Dispose();
        else
            transport.Abort();
        // It ends now at the latest; what it says is told by the receiving side, too.
        await sending.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return (outcome.Data, PeerFinished ? CloseReason.PeerClosed : CloseReason.Completed, outcome.Failure);
    }

    private async Task<SocketError> SendAsync(byte[]? message, bool finish)
    {
        if (message is not null)
        {
            var framed = new ArrayBufferWriter<byte>(message.Length + 8);
            rule.Outgoing.Write(message, framed);
            TransferResult sent = await transport.SendAsync(framed.WrittenMemory).ConfigureAwait(false);
            if (!sent.Succeeded)
                return sent.Error;
        }

        return finish ? await transport.CompleteSendingAsync().ConfigureAwait(false) : SocketError.Success;
    }

    private async Task<(byte[]? Data, NetFailure? Failure)> ReceiveAsync(
        int sentBytes, Deadline deadline, TimeSpan limit, string target)
    {
        using var reader = new FrameReader(rule.Incoming);
        // Silence ends the connection the way a complete reply does; the receive under way then comes back.
        using ITimer silence = time.CreateTimer(
            static state => ((TcpExchange)state!).GoQuiet(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bool ended = false;
        string peer = $"{transport.RemoteEndPoint}" is { Length: > 0 } text ? text : target;
        while (true)
        {
            FrameStatus status = reader.TryRead(out ReadOnlyMemory<byte> reply);
            if (status == FrameStatus.Message)
                return (reply.ToArray(), null);
            if (status == FrameStatus.TooLong)
            {
                return (null, new NetFailure(
                    FailureKind.ReplyTooLong, $"The reply of {peer} is longer than allowed (-MaxReplyBytes).", target));
            }

            if (ended)
            {
                // A reply to the stream's end may be empty; every other is missing something.
                return rule.Incoming is WholeStreamFraming
                    ? ([], null)
                    : (null, new NetFailure(
                        FailureKind.PeerClosed,
                        $"{peer} closed the connection after {reader.Buffered} bytes, before {rule.What}.",
                        target));
            }

            TransferResult got = await transport.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
            if (got.Bytes > 0)
            {
                ReceivedAny = true;
                reader.Advance(got.Bytes);
                if (rule.EndsWhenQuiet)
                    silence.Change(quiet, Timeout.InfiniteTimeSpan);
            }
            else if (got.Succeeded || wentQuiet)
            {
                // A close on this side may look like the peer's.
                PeerFinished = !wentQuiet;
                ended = true;
                reader.End();
            }
            else
            {
                return (null, Failed(got.Error, deadline, limit, peer, target, sentBytes, reader.Buffered));
            }
        }
    }

    private void GoQuiet()
    {
        wentQuiet = true;
        transport.Dispose();
    }

    private NetFailure Failed(
        SocketError error, Deadline deadline, TimeSpan limit, string peer, string target, int sentBytes, int received)
    {
        if (!deadline.Expired && transport.Failure is { } failure)
            return failure;
        if (!deadline.Expired)
            return SocketFailure.From(error, $"Waiting for {rule.What} from {peer}", target);
        string hint = sentBytes == 0 ? " Nothing was sent: an empty message is no bytes on TCP." : "";
        return new NetFailure(
            FailureKind.ReplyTimedOut,
            $"{peer} did not send {rule.What} within {DisplayText.Seconds(limit)} ({received} bytes came).{hint}",
            target);
    }
}
