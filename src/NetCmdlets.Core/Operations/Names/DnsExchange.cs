using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>One question to one server, with what the protocol itself asks to be tried again.</summary>
/// <param name="server">The server.</param>
/// <param name="streams">The connections to it.</param>
/// <param name="options">How it is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class DnsExchange(
    IPEndPoint server, DnsStreams streams, DnsResolverOptions options, TimeProvider time)
{
    // More than is announced: a server that goes past that is not to be cut here.
    private const int BufferBytes = 4096;

    // Without a pause a server that is slow would be flooded.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly List<string> notes = [];
    private string? malformed;

    /// <summary>Asks.</summary>
    /// <param name="query">The question.</param>
    /// <param name="limit">How long it may take, with all repetitions.</param>
    /// <param name="cancellationToken">
    /// Ends it at once; what is returned then is a failure that nobody is to see. A stop of hundreds of questions would
    /// take long if each were an exception at every level.
    /// </param>
    public async Task<DnsAnswer> RunAsync(DnsQuery query, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(
            limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1), cancellationToken, time);
        bool tcp = options.Tcp;
        while (true)
        {
            query = query with { Id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1) };
            (DnsMessage? message, NetFailure? failure) = tcp
                ? await streams.AskAsync(query, deadline, limit, notes).ConfigureAwait(false)
                : await AskByDatagramAsync(query, deadline, limit).ConfigureAwait(false);
            if (message is { Truncated: true } && !tcp)
            {
                notes.Add($"The answer of {server} did not fit a datagram; asking again over TCP.");
                tcp = true;
                continue;
            }

            // Servers that do not know EDNS say so in one of these ways (RFC 6891, section 7).
            if (query.Edns && message is not null && (message.ResponseCode == DnsResponseCode.BadVers
                || (message.Edns is null
                    && message.ResponseCode is DnsResponseCode.FormErr or DnsResponseCode.NotImp)))
            {
                notes.Add($"{server} answered {DnsResponseCodes.TextOf(message.ResponseCode)}; asking without EDNS.");
                query = query with { Edns = false };
                continue;
            }

            failure ??= DnsFailure.Of(message!, query, server);
            TransportProtocol by = tcp ? TransportProtocol.Tcp : TransportProtocol.Udp;
            return new DnsAnswer(message, failure, server, by) { Notes = notes };
        }
    }

    private async Task<(DnsMessage? Message, NetFailure? Failure)> AskByDatagramAsync(
        DnsQuery query, Deadline deadline, TimeSpan limit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            bool ipv4 = server.AddressFamily == AddressFamily.InterNetwork;
            using var endpoint = UdpEndpoint.Bind(new IPEndPoint(ipv4 ? IPAddress.Any : IPAddress.IPv6Any, 0));
            endpoint.Connect(server);
            byte[] question = query.ToArray();
            for (int sent = 1; ; sent++)
            {
                await endpoint.SendAsync(question, deadline.Token).ConfigureAwait(false);
                ClientLog.Sent(server, question.Length);
                // A lost datagram is sent again while there is time, each time after a longer pause.
                TimeSpan delay = options.Retries.DelayAfter(sent);
                using var pause = new Deadline(
                    delay > ShortestPause ? delay : ShortestPause, deadline.Token, time);
                DnsMessage? message = await ReceiveAsync(endpoint, query, buffer, pause).ConfigureAwait(false);
                if (message is not null)
                    return (message, null);
                if (malformed is not null)
                    return (null, DnsFailure.Malformed(malformed, query, server));
                if (deadline.Token.IsCancellationRequested)
                    return (null, DnsFailure.TimedOut(query, server, TransportProtocol.Udp, limit));
            }
        }
        catch (OperationCanceledException)
        {
            return (null, DnsFailure.TimedOut(query, server, TransportProtocol.Udp, limit));
        }
        catch (SocketException error)
        {
            return (null, SocketFailure.From(error.SocketErrorCode, $"Asking UDP {server}", query.Name, error));
        }
        catch (NetException error)
        {
            return (null, error.Failure);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<DnsMessage?> ReceiveAsync(
        UdpEndpoint endpoint, DnsQuery query, byte[] buffer, Deadline pause)
    {
        SocketAddress sender = endpoint.NewAddress();
        try
        {
            while (true)
            {
                int length = await endpoint.ReceiveAsync(buffer, sender, pause.Token).ConfigureAwait(false);
                if (!query.IsAnsweredBy(buffer.AsSpan(0, length)))
                {
                    notes.Add($"{server} sent a datagram that does not answer the question; passed over.");
                    continue;
                }

                ClientLog.Received(server, length);
                return DnsMessage.Read(buffer.AsSpan(0, length), out malformed);
            }
        }
        catch (OperationCanceledException)
        {
            // The pause is over, or the time for all of it, or the caller stops.
            return null;
        }
    }
}
