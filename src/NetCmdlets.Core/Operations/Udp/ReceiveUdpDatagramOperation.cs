using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Udp;

/// <summary>Receives datagrams, of groups too, and emits each as it comes.</summary>
[NetOperation("Receive-UdpDatagram", typeof(ReceiveUdpDatagramRequest), Output = typeof(UdpDatagram))]
public sealed class ReceiveUdpDatagramOperation(TimeProvider time) : INetOperation<ReceiveUdpDatagramRequest>
{
    /// <summary>An operation by the system's clock.</summary>
    public ReceiveUdpDatagramOperation()
        : this(TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        ReceiveUdpDatagramRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = MessageText.Named(request.Encoding);
        var filter = new AddressFilter(request.AllowAddress, request.DenyAddress);
        using UdpEndpoint endpoint = UdpReceiverSocket.Open(request);
        yield return PipelineItem.Verbose($"Receiving on UDP {endpoint.LocalEndPoint}.");

        long started = time.GetTimestamp();
        int seen = 0;
        var names = new Dictionary<int, string?>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(UdpEndpoint.BufferBytes);
        try
        {
            TimeSpan limit = request.Duration > TimeSpan.Zero ? request.Duration : Timeout.InfiniteTimeSpan;
            using var whole = new Deadline(limit, cancellationToken, time);
            TimeSpan patience = request.Wait ? Timeout.InfiniteTimeSpan : request.Timeout;
            using var quiet = new Deadline(patience, whole.Token, time);
            while (request.Count == 0 || seen < request.Count)
            {
                SocketReceiveMessageFromResult? received
                    = await ReceiveAsync(endpoint, buffer, quiet, cancellationToken).ConfigureAwait(false);
                if (received is not { } came)
                    break;
                var sender = Plain((IPEndPoint)came.RemoteEndPoint);
                if (!filter.Allows(sender.Address))
                    continue;
                seen++;
                int kept = Math.Min(came.ReceivedBytes, request.MaxMessageBytes);
                bool cut = kept < came.ReceivedBytes;

                // While a slow consumer takes this one, the next may well be waiting: that is no silence.
                quiet.Restart(Timeout.InfiniteTimeSpan);
                yield return PipelineItem.Result(new UdpDatagram(
                    sender,
                    Plain(new IPEndPoint(came.PacketInformation.Address, endpoint.LocalEndPoint.Port)),
                    NameOf(came.PacketInformation.Interface, names),
                    buffer[..kept],
                    cut ? null : text.TryDecode(buffer.AsSpan(0, kept)),
                    came.ReceivedBytes,
                    time.GetLocalNow().LocalDateTime,
                    time.GetElapsedTime(started),
                    cut));
                quiet.Restart(patience);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (seen < request.Count)
            yield return PipelineItem.Failure(TooFew(request, seen, endpoint.LocalEndPoint));
    }

    private static async ValueTask<SocketReceiveMessageFromResult?> ReceiveAsync(
        UdpEndpoint endpoint, byte[] buffer, Deadline quiet, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await endpoint.ReceiveWithInfoAsync(buffer, quiet.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // One of the time limits.
                return null;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Windows tells of an ICMP answer to somebody's datagram; there is nothing to receive in it.
            }
            catch (SocketException error)
            {
                throw SocketFailure.From(
                    error.SocketErrorCode, $"Receiving on UDP {endpoint.LocalEndPoint}", endpoint.LocalEndPoint, error)
                    .ToException();
            }
        }
    }

    // IPv4 on a socket of both families reads as IPv4.
    private static IPEndPoint Plain(IPEndPoint endPoint) => endPoint.Address.IsIPv4MappedToIPv6
        ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port)
        : endPoint;

    private static string? NameOf(int index, Dictionary<int, string?> names)
    {
        if (!names.TryGetValue(index, out string? name))
            names[index] = name = InterfaceChoice.NameOf(index);
        return name;
    }

    private static NetFailure TooFew(ReceiveUdpDatagramRequest request, int seen, IPEndPoint local)
    {
        string limits = request.Wait ? "" : $", with {DisplayText.Seconds(request.Timeout)} of silence allowed";
        if (request.Duration > TimeSpan.Zero)
            limits += $", within {DisplayText.Seconds(request.Duration)} in all";
        return new NetFailure(
            FailureKind.ReplyTimedOut,
            $"UDP {local}: {seen} of {request.Count} datagrams came{limits}. Check the sender's address and port, "
            + "filters in between, and for a group the -Interface; or raise the limits.",
            local);
    }
}
