using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// A stub resolver: asks name servers in turn until one answers, by UDP with a random id and a port of the system's
/// choice for every question (RFC 5452), and by TCP where the answer does not fit (RFC 7766).
/// </summary>
internal sealed class DnsResolver(
    IReadOnlyList<IPEndPoint> servers, DnsResolverOptions options) : IAsyncDisposable
{
    private readonly TimeProvider time = options.Retries.Time;
    private readonly DnsStreams[] streams = [.. servers.Select(
        server => new DnsStreams(server, options.Timeout, options.Retries.Time))];

    /// <summary>Asks one question.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">
    /// Ends it at once, with nothing left open; the caller looks at its token then and not at the answer.
    /// </param>
    public async Task<DnsAnswer> AskAsync(DnsQuery query, CancellationToken cancellationToken)
    {
        query = query with { Recursion = options.Recursion, DnsSec = options.DnsSec };
        long started = time.GetTimestamp();
        DnsAnswer answer = await options.Retries.RunAsync(
            (_, token) => AskServersAsync(query, token),
            answer => answer.IsInconclusive && !cancellationToken.IsCancellationRequested,
            cancellationToken).ConfigureAwait(false);
        return answer with { Elapsed = time.GetElapsedTime(started) };
    }

    /// <summary>
    /// Transfers a zone, from the first server that begins to send it.
    /// </summary>
    /// <param name="query">The question, of the type AXFR.</param>
    /// <param name="cancellationToken">Ends it at once, with nothing left open.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it.</exception>
    public async IAsyncEnumerable<PipelineItem> TransferAsync(
        DnsQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = new List<NetFailure>();
        for (int round = 0; round <= options.Retries.RetryCount; round++)
        {
            if (round > 0)
                await Task.Delay(options.Retries.DelayAfter(round), time, cancellationToken).ConfigureAwait(false);
            failures.Clear();
            foreach (IPEndPoint server in servers)
            {
                // A zone without EDNS: it is not bound to a datagram, and old servers take no other.
                var transfer = new DnsTransfer(server, options.Timeout);
                await foreach (DnsRecord record in transfer.RunAsync(
                    query with
                    {
                        Id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1),
                        Recursion = false,
                        Edns = false,
                    },
                    cancellationToken).ConfigureAwait(false))
                {
                    yield return PipelineItem.Result(record);
                }

                if (transfer.Failure is null)
                {
                    foreach (NetFailure failure in failures)
                        yield return PipelineItem.Verbose(failure.Message);
                    yield break;
                }

                ClientLog.Failed(ClientLog.Tcp, server, transfer.Failure);
                failures.Add(transfer.Failure);
                // A part of the zone was emitted: another server's whole would come twice.
                if (transfer.Count > 0)
                {
                    yield return PipelineItem.Failure(transfer.Failure);
                    yield break;
                }
            }
        }

        yield return PipelineItem.Failure(Together(failures));
    }

    /// <summary>Closes the connections to the servers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (DnsStreams one in streams)
            await one.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<DnsAnswer> AskServersAsync(DnsQuery query, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        var failures = new List<NetFailure>();
        DnsAnswer answer = default!;
        for (int i = 0; i < servers.Count; i++)
        {
            // A server that does not answer must not use up the time of those after it.
            TimeSpan share = (options.Timeout - time.GetElapsedTime(started)) / (servers.Count - i);
            if (share <= TimeSpan.Zero && i > 0)
                break;
            var exchange = new DnsExchange(servers[i], streams[i], options, time);
            answer = await exchange.RunAsync(query, share, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                return answer;
            if (!answer.IsInconclusive)
            {
                return answer with { Notes = [.. failures.Select(failure => failure.Message), .. answer.Notes] };
            }

            ClientLog.Failed(ClientLog.Udp, servers[i], answer.Failure!);
            failures.Add(answer.Failure!);
        }

        return failures.Count < 2 ? answer : answer with { Failure = Together(failures) };
    }

    // Of several servers each has its reason; the last one's kind counts.
    private static NetFailure Together(List<NetFailure> failures)
        => failures[^1] with { Message = string.Join(' ', failures.Select(failure => failure.Message)) };
}
