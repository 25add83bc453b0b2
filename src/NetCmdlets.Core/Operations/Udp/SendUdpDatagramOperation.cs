using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Udp;

/// <summary>
/// Sends datagrams and takes the replies. All messages of one use go to a host from one socket, so the host sees one
/// source port, unless a late reply to one message could be taken for the answer to the next.
/// </summary>
[NetOperation("Send-UdpDatagram", typeof(SendUdpDatagramRequest), Output = typeof(UdpReply))]
public sealed class SendUdpDatagramOperation : INetOperation<SendUdpDatagramRequest>, IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly UdpClientSockets sockets = new();
    private readonly Dictionary<string, IReadOnlyList<IPAddress>> known = [];

    /// <summary>An operation by the system's clock.</summary>
    public SendUdpDatagramOperation()
        : this(TimeProvider.System)
    {
    }

    /// <summary>An operation by a clock of its own.</summary>
    public SendUdpDatagramOperation(TimeProvider time) => this.time = time;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        SendUdpDatagramRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText text = MessageText.Named(request.Encoding);
        (byte[] payload, NetFailure? refused) = PayloadOf(request, text);
        if (refused is not null)
        {
            yield return PipelineItem.Failure(refused);
            yield break;
        }

        foreach (string host in request.ComputerName)
        {
            (IReadOnlyList<IPAddress> addresses, NetFailure? failure)
                = await ResolveAsync(host, request, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                yield return PipelineItem.Failure(failure);
                continue;
            }

            for (int i = 0; i < addresses.Count; i++)
            {
                var peer = new IPEndPoint(addresses[i], request.Port);
                var exchange = new UdpExchange(request, host, peer, text, sockets, time);
                await foreach (PipelineItem item in exchange.RunAsync(payload, cancellationToken).ConfigureAwait(false))
                    yield return item;
                if (exchange.Failure is null)
                    break;

                ClientLog.Failed(ClientLog.Udp, peer, exchange.Failure);
                // A name with several addresses (localhost) is asked at the next where the first refuses.
                bool last = i == addresses.Count - 1 || exchange.Failure.Kind != FailureKind.ConnectionRefused;
                yield return last
                    ? PipelineItem.Failure(exchange.Failure)
                    : PipelineItem.Verbose(exchange.Failure.Message);
                if (last)
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        sockets.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (byte[] Payload, NetFailure? Refused) PayloadOf(SendUdpDatagramRequest request, MessageText text)
    {
        byte[] payload;
        try
        {
            payload = request.Data ?? text.Encode(request.Message ?? "");
        }
        catch (NetException error)
        {
            return ([], error.Failure);
        }

        return payload.Length <= UdpEndpoint.MaximumPayload
            ? (payload, null)
            : (payload, new NetFailure(
                FailureKind.MessageTooLong,
                Invariant($"The message has {payload.Length:N0} bytes; a UDP datagram carries ")
                + Invariant($"{UdpEndpoint.MaximumPayload:N0} at the most. Nothing was sent: send it in parts, or by TCP."),
                string.Join(", ", request.ComputerName)));
    }

    private async ValueTask<(IReadOnlyList<IPAddress> Addresses, NetFailure? Failure)> ResolveAsync(
        string host, SendUdpDatagramRequest request, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(host, out IReadOnlyList<IPAddress>? addresses))
            return (addresses, null);
        AddressFamilyChoice family = SourceAddress.FamilyFor(request.Family, request.LocalAddress);
        HostResolution found = await HostResolver
            .ResolveAsync(host, family, request.Timeout, cancellationToken).ConfigureAwait(false);
        if (found.Failure is null)
            known[host] = found.Addresses;
        return (found.Addresses, found.Failure);
    }
}
