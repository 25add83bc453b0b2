using System.Buffers;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>One question over a TCP connection of its own: each message comes after its length (RFC 7766).</summary>
internal sealed class DnsStream(IPEndPoint server)
{
    private static readonly LengthPrefixFraming Framing = new(2, ushort.MaxValue);

    /// <summary>Asks; ended by the deadline, whose limit is for the message.</summary>
    public async Task<(DnsMessage? Message, NetFailure? Failure)> AskAsync(
        DnsQuery query, Deadline deadline, TimeSpan limit)
    {
        try
        {
            // The deadline's token ends the connect; the options' own limit is only a bound.
            TcpConnectResult connected = await TcpConnector.ConnectAsync(
                server, new TcpConnectOptions { Timeout = limit }, deadline.Token).ConfigureAwait(false);
            if (!connected.Succeeded)
                return (null, Failed(connected.Error, query));
            var transport = new SocketTransport(connected.Socket!);
            ClientLog.Connected(server);
            using (deadline.Token.UnsafeRegister(static state => ((IByteTransport)state!).Abort(), transport))
            using (transport)
            {
                (DnsMessage? message, NetFailure? failure) = await ExchangeAsync(transport, query)
                    .ConfigureAwait(false);
                return deadline.Token.IsCancellationRequested && message is null
                    ? (null, DnsFailure.TimedOut(query, server, TransportProtocol.Tcp, limit))
                    : (message, failure);
            }
        }
        catch (OperationCanceledException)
        {
            return (null, DnsFailure.TimedOut(query, server, TransportProtocol.Tcp, limit));
        }
    }

    private async Task<(DnsMessage? Message, NetFailure? Failure)> ExchangeAsync(
        SocketTransport transport, DnsQuery query)
    {
        var framed = new ArrayBufferWriter<byte>(query.Length + 4);
        Framing.Write(query.ToArray(), framed);
        TransferResult sent = await transport.SendAsync(framed.WrittenMemory).ConfigureAwait(false);
        if (!sent.Succeeded)
            return (null, Failed(sent.Error, query));

        using var reader = new FrameReader(Framing);
        while (true)
        {
            if (reader.TryRead(out ReadOnlyMemory<byte> bytes) == FrameStatus.Message)
            {
                if (!query.IsAnsweredBy(bytes.Span))
                    return (null, DnsFailure.Malformed("it does not answer the question", query, server));
                DnsMessage? message = DnsMessage.Read(bytes.Span, out string? fault);
                return message is null ? (null, DnsFailure.Malformed(fault!, query, server)) : (message, null);
            }

            TransferResult got = await transport.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
            if (!got.Succeeded)
                return (null, Failed(got.Error, query));
            if (got.Bytes == 0)
            {
                return (null, new NetFailure(
                    FailureKind.PeerClosed,
                    $"TCP {server} closed the connection after {reader.Buffered} bytes, before its answer about "
                    + $"'{query.Name}' was whole.",
                    query.Name));
            }

            reader.Advance(got.Bytes);
        }
    }

    private NetFailure Failed(SocketError error, DnsQuery query)
        => SocketFailure.From(error, $"Asking TCP {server}", query.Name);
}
