using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>
/// Shakes hands with every port of every address of every host, many at once under one throttle, and says of each
/// what it met. Hosts and ports are enumerated as places become free; a name is resolved once, not for each port.
/// </summary>
[NetOperation(
    "Test-TcpHandshake", typeof(TestTcpHandshakeRequest), Output = typeof(TcpHandshake), Concurrency = 256)]
public sealed class TestTcpHandshakeOperation : INetOperation<TestTcpHandshakeRequest>, IProgressSource
{
    private const int ManyHandshakes = 1000;
    private const int MostReaders = 4;

    private readonly ScanProgress progress = new("Shaking hands", "open");
    private SemaphoreSlim? resolving;
    private SemaphoreSlim? connecting;
    private int hostsUnderWay;
    private PortsOf? parsed;

    /// <inheritdoc/>
    public OperationProgress? Progress => progress.Current;

    /// <inheritdoc/>
    public IAsyncEnumerable<PipelineItem> RunAsync(
        TestTcpHandshakeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        PortSet ports = ParsePorts(request.Port);
        progress.Expect(ports.Count * HostTargets.Count(request.ComputerName));
        IPAddress? local = SourceAddress.Parse(request.LocalAddress);
        if (local is not null)
            request = request with { Family = AddressFamilyChoices.Of(local) };
        var probe = new HandshakeProbe(request, local, port => ports.Count > 1 && ports.Contains(port));
        LazyInitializer.EnsureInitialized(ref connecting, () => new SemaphoreSlim(request.ThrottleLimit));
        LazyInitializer.EnsureInitialized(ref resolving, () => new SemaphoreSlim(request.ThrottleLimit));
        if (ports.Count == 1 && HostTargets.IsSingle(request.ComputerName))
            return TestSingleAsync(request.ComputerName[0], ports, probe, request, cancellationToken);
        return ParallelItems.RunAsync(
            CountAhead(HostTargets.Expand(request.ComputerName)),
            resolving,
            (host, writer, token) => TestHostAsync(host, ports, probe, request, writer, token),
            cancellationToken);
    }

    // A host counts as under way from when the one before it is read, so that the first does not take every place
    // before the second begins.
    private IEnumerable<string> CountAhead(IEnumerable<string> hosts)
    {
        Interlocked.Increment(ref hostsUnderWay);
        try
        {
            foreach (string host in hosts)
                yield return host;
        }
        finally
        {
            Interlocked.Decrement(ref hostsUnderWay);
        }
    }

    // What a pipeline of many hosts is made of: no queue to merge the few items of one host.
    private async IAsyncEnumerable<PipelineItem> TestSingleAsync(
        string host,
        PortSet ports,
        HandshakeProbe probe,
        TestTcpHandshakeRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<PipelineItem>(1);
        await resolving!.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await TestHostAsync(host, ports, probe, request, new ItemWriter(items), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            resolving.Release();
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (PipelineItem item in items)
            yield return item;
    }

    private async ValueTask TestHostAsync(
        string host,
        PortSet ports,
        HandshakeProbe probe,
        TestTcpHandshakeRequest request,
        ItemWriter writer,
        CancellationToken cancellationToken)
    {
        if (HostTargets.FaultOf(host) is { } fault)
        {
            progress.Expect(-ports.Count);
            await writer.WriteAsync(PipelineItem.Failure(fault)).ConfigureAwait(false);
            return;
        }

        bool literal = HostResolver.TryParseLiteral(host, out _);
        long asked = Stopwatch.GetTimestamp();
        HostResolution found = await HostResolver
            .ResolveAsync(host, request.Family, request.Timeout, cancellationToken).ConfigureAwait(false);
        TimeSpan? resolveTime = literal ? null : Stopwatch.GetElapsedTime(asked);
        if (found.Failure is not null)
        {
            progress.Expect(-ports.Count);
            await WriteNameErrorAsync(host, ports, found.Failure, resolveTime, request, writer).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<IPAddress> addresses = AddressOrder.Interleave(found.Addresses);
        int handshakes = ports.Count * (request.Quiet ? 1 : addresses.Count);
        progress.Expect(handshakes - ports.Count);
        var share = new HostShare(() => Volatile.Read(ref hostsUnderWay) <= 1, request.ThrottleLimit);
        Interlocked.Increment(ref hostsUnderWay);
        try
        {
            if (handshakes == 1 && !request.Quiet)
            {
                await TestAloneAsync(Targets().First()).ConfigureAwait(false);
            }
            else if (request.Quiet)
            {
                await ParallelItems.ForEachAsync(
                    ports, connecting!, TestAnyAddressAsync, cancellationToken, share.EnterAsync).ConfigureAwait(false);
            }
            else
            {
                // This machine's own ports answer within the call, so that one reader would use one processor only.
                int readers = handshakes < ManyHandshakes ? 1 : Math.Clamp(Environment.ProcessorCount, 1, MostReaders);
                await Task.WhenAll(SharedInputs.Split(Targets(), readers).Select(part => Task.Run(
                    () => ParallelItems.ForEachAsync(
                        part, connecting!, TestOneAsync, cancellationToken, share.EnterAsync),
                    cancellationToken))).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref hostsUnderWay);
        }

        async ValueTask TestAloneAsync(HandshakeTarget target)
        {
            await share.EnterAsync(cancellationToken).ConfigureAwait(false);
            await connecting!.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await TestOneAsync(target, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                connecting.Release();
            }
        }

        IEnumerable<HandshakeTarget> Targets()
        {
            foreach (int port in ports)
            {
                string? service = ServiceTable.NameOf(port, TransportProtocol.Tcp);
                foreach (IPAddress address in addresses)
                    yield return new HandshakeTarget(host, new IPEndPoint(address, port), service, resolveTime);
            }
        }

        async ValueTask TestOneAsync(HandshakeTarget target, CancellationToken token)
        {
            TcpHandshake result = await probe.RunAsync(target, token).ConfigureAwait(false);
            if (token.IsCancellationRequested)
                return;
            share.Leave(result.State != HandshakeState.Filtered);
            progress.Count(result.Succeeded);
            if (result.Succeeded || !request.OpenOnly)
                await writer.WriteAsync(PipelineItem.Result(result)).ConfigureAwait(false);
        }

        // Any open address will do, so they are tried one after another, as a client would.
        async ValueTask TestAnyAddressAsync(int port, CancellationToken token)
        {
            bool open = false;
            bool answered = false;
            for (int index = 0; index < addresses.Count && !open; index++)
            {
                var target = new HandshakeTarget(host, new IPEndPoint(addresses[index], port), null, null);
                TcpHandshake result = await probe.RunAsync(target, token).ConfigureAwait(false);
                if (token.IsCancellationRequested)
                    return;
                open = result.Succeeded;
                answered |= result.State != HandshakeState.Filtered;
            }

            share.Leave(answered);
            progress.Count(open);
            if (open || !request.OpenOnly)
                await writer.WriteAsync(PipelineItem.Result(open)).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteNameErrorAsync(
        string host,
        PortSet ports,
        NetFailure failure,
        TimeSpan? resolveTime,
        TestTcpHandshakeRequest request,
        ItemWriter writer)
    {
        if (request.OpenOnly)
            return;
        if (request.Quiet)
        {
            for (int port = 0; port < ports.Count; port++)
                await writer.WriteAsync(PipelineItem.Result(false)).ConfigureAwait(false);
            return;
        }

        // One object for the host: a thousand ports were not tried a thousand times.
        int? only = ports.Count == 1 ? ports.First() : null;
        await writer.WriteAsync(PipelineItem.Result(new TcpHandshake
        {
            ComputerName = host,
            Port = only,
            ServiceName = only is int port1 ? ServiceTable.NameOf(port1, TransportProtocol.Tcp) : null,
            State = HandshakeState.NameError,
            ResolveTime = resolveTime,
            HandshakeCount = request.Count,
            Reason = $"{failure.Kind}: {failure.Message}",
        })).ConfigureAwait(false);
    }

    private static void Check(TestTcpHandshakeRequest request)
    {
        if (request.ThrottleLimit < 1 || request.Count < 1 || request.RetryCount < 0
            || request.Timeout <= TimeSpan.Zero || request.RetryDelay < TimeSpan.Zero)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "ThrottleLimit and Count begin at 1, RetryCount at 0; the timeout must be above zero.");
        }
    }

    // Each record of a pipeline brings the same list again.
    private PortSet ParsePorts(IReadOnlyList<string> texts)
    {
        PortsOf? known = Volatile.Read(ref parsed);
        if (known is null || !ReferenceEquals(known.Texts, texts))
            Volatile.Write(ref parsed, known = new PortsOf(texts, PortSet.Parse(texts)));
        return known.Ports;
    }

    private sealed record PortsOf(IReadOnlyList<string> Texts, PortSet Ports);
}
