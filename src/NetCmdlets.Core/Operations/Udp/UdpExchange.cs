using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Udp;

/// <summary>One message to one peer: sent, sent again where no reply comes, and the replies to it.</summary>
internal sealed class UdpExchange(
    SendUdpDatagramRequest request,
    string host,
    IPEndPoint peer,
    MessageText text,
    UdpClientSockets sockets,
    TimeProvider time)
{
    private readonly RetryPolicy retries = new() { RetryCount = request.RetryCount, Delay = request.RetryDelay };
    private readonly UdpReplyTally tally = new();

    // A broadcast or a group is answered from other addresses; a socket connected to it would hear nobody.
    private readonly bool connected = request.Connected || (!request.ExpectsReplies && IsUnicast(peer.Address));

    /// <summary>Why the exchange did not come to its end; null where it did.</summary>
    public NetFailure? Failure { get; private set; }

    private bool Satisfied => request.ReplyCount > 0 && tally.Counted >= request.ReplyCount;

    /// <summary>Runs the exchange and emits the replies as they come.</summary>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        byte[] payload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        byte[] buffer = request.ExpectsReplies ? ArrayPool<byte>.Shared.Rent(UdpEndpoint.BufferBytes) : [];
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                Failure = await SendAsync(payload, cancellationToken).ConfigureAwait(false);
                if (!request.ExpectsReplies)
                    yield break;

                bool last = attempt > retries.RetryCount;
                if (Failure is null)
                {
                    // The pause before a retransmission is spent listening: a slow reply saves it.
                    TimeSpan window = last ? request.Timeout : request.Timeout + retries.DelayAfter(attempt);
                    using var deadline = new Deadline(window, cancellationToken, time);
                    while (!Satisfied
                        && await ReceiveAsync(buffer, deadline, started, attempt).ConfigureAwait(false) is { } reply)
                    {
                        yield return PipelineItem.Result(reply);
                    }
                }

                bool answered = Satisfied || (request.ReplyCount == 0 && tally.Counted > 0);
                if (answered || last || (Failure is not null && Failure.Kind != FailureKind.ConnectionRefused))
                {
                    if (!answered || attempt > 1)
                        Retire();
                    if (!answered)
                        Failure ??= TimedOut(attempt);
                    yield break;
                }

                // Refused: the server may be about to start.
                if (Failure is not null)
                    await Task.Delay(retries.DelayAfter(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsUnicast(IPAddress address)
        => !MulticastGroups.IsGroup(address) && !address.Equals(IPAddress.Broadcast);

    private async ValueTask<NetFailure?> SendAsync(byte[] payload, CancellationToken cancellationToken)
    {
        try
        {
            UdpEndpoint endpoint = sockets.Get(peer, request, connected);
            // The answer to an earlier datagram must not make this one fail unsent.
            SocketError earlier = endpoint.TakeError();
            if (connected)
                await endpoint.SendAsync(payload, cancellationToken).ConfigureAwait(false);
            else
                await endpoint.SendAsync(payload, peer.Serialize(), cancellationToken).ConfigureAwait(false);

            // On a near link the refusal is there before the call returns; who waits for replies hears of it there.
            SocketError answer = request.ExpectsReplies ? SocketError.Success : endpoint.TakeError();
            if (answer == SocketError.Success && !request.ExpectsReplies)
                answer = earlier;
            if (answer != SocketError.Success)
                return FailureOf(answer, null);
            ClientLog.Sent(peer, payload.Length);
            return null;
        }
        catch (NetException error)
        {
            return error.Failure;
        }
        catch (SocketException error)
        {
            Retire();
            return FailureOf(error.SocketErrorCode, error);
        }
    }

    private async ValueTask<UdpReply?> ReceiveAsync(byte[] buffer, Deadline deadline, long started, int attempt)
    {
        UdpEndpoint endpoint = sockets.Get(peer, request, connected);
        SocketAddress sender = endpoint.NewAddress();
        try
        {
            int length = await endpoint.ReceiveAsync(buffer, sender, deadline.Token).ConfigureAwait(false);
            return ReplyOf(buffer.AsSpan(0, length), (IPEndPoint)peer.Create(sender), endpoint, started, attempt);
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return null;
        }
        catch (SocketException error)
        {
            Retire();
            Failure = FailureOf(error.SocketErrorCode, error);
            return null;
        }
    }

    private UdpReply ReplyOf(
        ReadOnlySpan<byte> datagram, IPEndPoint sender, UdpEndpoint endpoint, long started, int attempt)
    {
        (int sequence, bool duplicate) = tally.Count(sender, datagram, attempt);
        ClientLog.Received(sender, datagram.Length);
        int kept = Math.Min(datagram.Length, request.MaxReplyBytes);
        bool cut = kept < datagram.Length;
        return new UdpReply(
            host,
            sender,
            endpoint.LocalEndPoint,
            datagram[..kept].ToArray(),
            cut ? null : text.TryDecode(datagram),
            datagram.Length,
            time.GetLocalNow().LocalDateTime,
            time.GetElapsedTime(started),
            attempt,
            sequence,
            duplicate,
            cut);
    }

    private void Retire() => sockets.Retire(peer);

    private NetFailure FailureOf(SocketError error, Exception? cause)
    {
        if (error == SocketError.AccessDenied && !request.Broadcast && peer.AddressFamily == AddressFamily.InterNetwork)
        {
            return new NetFailure(
                FailureKind.AccessDenied,
                $"Sending to UDP {peer} failed: not allowed. If it is a broadcast address, give -Broadcast.",
                peer,
                cause);
        }

        return SocketFailure.From(error, $"Sending to UDP {peer}", peer, cause);
    }

    private NetFailure TimedOut(int attempts)
    {
        string sent = attempts == 1 ? "once" : $"{attempts} times";
        string got = tally.Counted == 0
            ? "no reply"
            : $"{tally.Counted} of {request.ReplyCount} replies";
        return new NetFailure(
            FailureKind.ReplyTimedOut,
            $"UDP {peer}: {got} within {DisplayText.Seconds(request.Timeout)} after the message was sent {sent}. "
            + "UDP tells nothing of a lost datagram, a filter or a silent server: raise -TimeoutSeconds or "
            + "-RetryCount.",
            peer);
    }
}
