using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// The transfer of one zone from one server (AXFR; RFC 5936), over a TCP connection of its own. Records are emitted as
/// their messages come: a zone of any size takes the memory of one message.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="limit">How long the server may be silent: before the connection, and before each message.</param>
internal sealed class DnsTransfer(IPEndPoint server, TimeSpan limit)
{
    private static readonly LengthPrefixFraming Framing = new(2, ushort.MaxValue);

    private readonly DnsZoneReader zone = new();

    /// <summary>How many records came.</summary>
    public long Count => zone.Count;

    /// <summary>Why the zone is not whole; null where it is.</summary>
    public NetFailure? Failure { get; private set; }

    /// <summary>Transfers; look at <see cref="Failure"/> afterwards.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Ends it at once, with nothing left open.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it.</exception>
    public async IAsyncEnumerable<DnsRecord> RunAsync(
        DnsQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        TcpConnectResult connected = await TcpConnector.ConnectAsync(
            server, new TcpConnectOptions { Timeout = limit }, cancellationToken).ConfigureAwait(false);
        if (!connected.Succeeded)
        {
            Failure = Failed(connected.Error, query);
            yield break;
        }

        ClientLog.Connected(server);
        using var transport = new SocketTransport(connected.Socket!);
        using var deadline = new Deadline(limit, cancellationToken);
        using CancellationTokenRegistration abort = deadline.Token.UnsafeRegister(
            static state => ((SocketTransport)state!).Abort(), transport);
        var framed = new ArrayBufferWriter<byte>(query.Length + 2);
        Framing.Write(query.ToArray(), framed);
        TransferResult sent = await transport.SendAsync(framed.WrittenMemory).ConfigureAwait(false);
        using var reader = new FrameReader(Framing);
        Failure = sent.Succeeded ? null : Failed(sent.Error, query);
        while (Failure is null && !zone.IsComplete)
        {
            DnsMessage? message = await ReadAsync(transport, reader, query).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.Expired)
                Failure = Silent(query);
            if (Failure is not null)
                break;

            // Whoever takes the records has all the time: only the server's silence counts.
            deadline.Restart(Timeout.InfiniteTimeSpan);
            foreach (DnsRecord record in zone.Read(message!))
            {
                yield return record.From(
                    message!, query.Name, server, TransportProtocol.Tcp, Stopwatch.GetElapsedTime(started));
            }

            if (zone.Fault is not null)
                Failure = DnsFailure.Malformed(zone.Fault, query, server);
            deadline.Restart(limit);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<DnsMessage?> ReadAsync(SocketTransport transport, FrameReader reader, DnsQuery query)
    {
        ReadOnlyMemory<byte> bytes;
        while (reader.TryRead(out bytes) != FrameStatus.Message)
        {
            TransferResult got = await transport.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
            if (!got.Succeeded || got.Bytes == 0)
            {
                Failure = got.Succeeded ? Closed(query) : Failed(got.Error, query);
                return null;
            }

            reader.Advance(got.Bytes);
        }

        string? fault = "it does not answer the question";
        DnsMessage? message = query.IsAnsweredBy(bytes.Span, canOmitQuestion: true)
            ? DnsMessage.Read(bytes.Span, out fault)
            : null;
        Failure = message is null
            ? DnsFailure.Malformed(fault!, query, server)
            : DnsFailure.Of(message, query, server);
        return message;
    }

    private NetFailure Closed(DnsQuery query) => new(
        FailureKind.PeerClosed,
        $"TCP {server} closed the connection after {zone.Count} records of the zone '{query.Name}', before the SOA that "
        + "ends it: the zone is not whole.",
        query.Name);

    private NetFailure Silent(DnsQuery query) => zone.Count == 0
        ? DnsFailure.TimedOut(query, server, TransportProtocol.Tcp, limit)
        : new NetFailure(
            FailureKind.ConnectionTimedOut,
            string.Create(CultureInfo.InvariantCulture, $"TCP {server} was silent for {limit.TotalSeconds:0.###} s ")
            + $"after {zone.Count} records of the zone '{query.Name}', before the SOA that ends it: the zone is not whole.",
            query.Name);

    private NetFailure Failed(SocketError error, DnsQuery query)
        => SocketFailure.From(error, $"Transferring the zone '{query.Name}' from TCP {server}", query.Name);
}
