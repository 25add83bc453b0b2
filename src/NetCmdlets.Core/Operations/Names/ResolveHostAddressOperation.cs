using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>Resolves names to addresses and addresses to names, many at once under one throttle.</summary>
[NetOperation(
    "Resolve-HostAddress", typeof(ResolveHostAddressRequest), Output = typeof(HostAddress), Concurrency = 256)]
public sealed class ResolveHostAddressOperation : INetOperation<ResolveHostAddressRequest>
{
    private SemaphoreSlim? throttle;

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

    private static async IAsyncEnumerable<PipelineItem> LookUpAsync(
        string name, ResolveHostAddressRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        bool literal = HostResolver.TryParseLiteral(name, out _);
        HostResolution found = await HostResolver
            .ResolveAsync(name, request.Family, request.Timeout, cancellationToken).ConfigureAwait(false);
        TimeSpan forward = Stopwatch.GetElapsedTime(start);
        if (found.Failure is not null)
            yield return PipelineItem.Failure(found.Failure);

        foreach (IPAddress address in found.Addresses)
        {
            string? hostName = literal ? null : name;
            TimeSpan elapsed = forward;
            if (literal || request.Reverse)
            {
                long asked = Stopwatch.GetTimestamp();
                (string? reverse, Diagnostics.NetFailure? failure) = await HostResolver
                    .ReverseAsync(address, request.Timeout, cancellationToken).ConfigureAwait(false);
                elapsed += Stopwatch.GetElapsedTime(asked);
                if (reverse is not null)
                    hostName = reverse;
                else if (request.Reverse)
                    yield return PipelineItem.Failure(failure!);
                if (reverse is null && literal && request.Reverse)
                    continue;
            }

            string source = literal && hostName is null ? "Literal" : "System";
            yield return PipelineItem.Result(
                new HostAddress(name, hostName, address, address.AddressFamily, source, elapsed));
        }
    }
}
