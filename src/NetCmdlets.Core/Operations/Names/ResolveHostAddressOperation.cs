using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>Resolves names to addresses and addresses to names, many at once under one throttle.</summary>
[NetOperation(
    "Resolve-HostAddress", typeof(ResolveHostAddressRequest), Output = typeof(HostAddress), Concurrency = 256)]
public sealed class ResolveHostAddressOperation : INetOperation<ResolveHostAddressRequest>, IAsyncDisposable
{
    private const string BySystem = "System";
    private const string Literal = "Literal";

    private readonly object gate = new();
    private SemaphoreSlim? throttle;
    private Task<DnsLookup>? lookup;

    /// <inheritdoc/>
    public IAsyncEnumerable<PipelineItem> RunAsync(
        ResolveHostAddressRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ParallelItems.RunAsync(
            request.ComputerName,
            LazyInitializer.EnsureInitialized(ref throttle, () => new SemaphoreSlim(request.ThrottleLimit)),
            (name, token) => LookUpAsync(name, request, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => DnsLookup.EndAsync(lookup);

    private static async Task<Found> BySystemAsync(
        string name, ResolveHostAddressRequest request, CancellationToken cancellationToken)
    {
        HostResolution found = await HostResolver
            .ResolveAsync(name, request.Family, request.Timeout, cancellationToken).ConfigureAwait(false);
        return new Found(found.Addresses, BySystem, found.Failure);
    }

    private async IAsyncEnumerable<PipelineItem> LookUpAsync(
        string name, ResolveHostAddressRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        bool literal = HostResolver.TryParseLiteral(name, out _);
        ServerAddressLookup? server = request.Server.Count == 0
            ? null
            : new ServerAddressLookup(await LookupAsync(request, cancellationToken).ConfigureAwait(false));
        Found found = server is null || literal
            ? await BySystemAsync(name, request, cancellationToken).ConfigureAwait(false)
            : Found.Of(await server.ResolveAsync(name, request.Family, cancellationToken).ConfigureAwait(false));
        TimeSpan forward = Stopwatch.GetElapsedTime(start);
        if (found.Failure is not null)
            yield return PipelineItem.Failure(found.Failure);

        foreach (IPAddress address in found.Addresses)
        {
            string? hostName = literal ? null : name;
            string source = found.Source;
            TimeSpan elapsed = forward;
            if (literal || request.Reverse)
            {
                long asked = Stopwatch.GetTimestamp();
                (string? reverse, string by, NetFailure? failure) = server is null
                    ? Named(await HostResolver
                        .ReverseAsync(address, request.Timeout, cancellationToken).ConfigureAwait(false))
                    : await server.ReverseAsync(address, cancellationToken).ConfigureAwait(false);
                elapsed += Stopwatch.GetElapsedTime(asked);
                source = by;
                if (reverse is not null)
                    hostName = reverse;
                else if (request.Reverse)
                    yield return PipelineItem.Failure(failure!);
                if (reverse is null && literal && request.Reverse)
                    continue;
            }

            if (literal && hostName is null)
                source = Literal;
            yield return PipelineItem.Result(
                new HostAddress(name, hostName, address, address.AddressFamily, source, elapsed));
        }

        static (string?, string, NetFailure?) Named((string? HostName, NetFailure? Failure) reverse)
            => (reverse.HostName, BySystem, reverse.Failure);
    }

    // The servers' own names are looked up once a use, by the first that needs them.
    private Task<DnsLookup> LookupAsync(ResolveHostAddressRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return lookup ??= DnsLookup.CreateAsync(
                request.Server, new DnsResolverOptions { Timeout = request.Timeout }, cancellationToken);
        }
    }

    private sealed record Found(IReadOnlyList<IPAddress> Addresses, string Source, NetFailure? Failure)
    {
        public static Found Of((IReadOnlyList<IPAddress> Addresses, string Source, NetFailure? Failure) answer)
            => new(answer.Addresses, answer.Source, answer.Failure);
    }
}
