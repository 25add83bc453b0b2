using System.Diagnostics;
using NetCmdlets.Addressing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Handshake;

/// <summary>
/// Shakes hands with servers in TLS and says what it met: the version, the cipher, the chain, and whether it is to be
/// trusted. A certificate that is not trusted ends nothing here: finding out is what this is for.
/// </summary>
/// <param name="time">The clock that the days left are counted by; null is the system's.</param>
[NetOperation("Test-TlsHandshake", typeof(TestTlsHandshakeRequest), Output = typeof(TlsHandshake), Concurrency = 256)]
public sealed class TestTlsHandshakeOperation(TimeProvider? time)
    : INetOperation<TestTlsHandshakeRequest>, IProgressSource
{
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly ScanProgress progress = new("Shaking hands in TLS", "trusted");
    private SemaphoreSlim? throttle;

    /// <summary>Makes the operation with the system's clock.</summary>
    public TestTlsHandshakeOperation()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public OperationProgress? Progress => progress.Current;

    /// <inheritdoc/>
    public IAsyncEnumerable<PipelineItem> RunAsync(
        TestTlsHandshakeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        PortSet ports = PortSet.Parse(request.Port);
        progress.Expect(ports.Count * HostTargets.Count(request.ComputerName));
        // Read once, for all hosts; what cannot be read ends the use.
        var options = new TlsClientOptions
        {
            TargetHost = request.TlsHost ?? "",
            TrustedCertificates = CertificateSource.LoadRoots(request.TrustedCertificate),
            Certificate = request.Certificate?.LoadWithPrivateKey(),
            ApplicationProtocols = request.ApplicationProtocol,
            SkipCertificateCheck = true,
            OfferOldCiphers = true,
            NotesFlight = true,
        };
        var dialer = new TcpDialer(
            new TcpConnectOptions { Timeout = request.Timeout },
            request.Family,
            new RetryPolicy { RetryCount = request.RetryCount, Delay = request.RetryDelay });
        return ParallelItems.RunAsync(
            HostTargets.Expand(request.ComputerName).SelectMany(host => ports.Select(port => (Host: host, Port: port))),
            LazyInitializer.EnsureInitialized(ref throttle, () => new SemaphoreSlim(request.ThrottleLimit)),
            async (target, writer, token) =>
            {
                if (HostTargets.FaultOf(target.Host) is { } fault)
                {
                    await writer.WriteAsync(PipelineItem.Failure(fault)).ConfigureAwait(false);
                    return;
                }

                TlsHandshake result = await TestAsync(target.Host, target.Port, options, dialer, request.Timeout, token)
                    .ConfigureAwait(false);
                progress.Count(result.Trusted == true);
                await writer.WriteAsync(PipelineItem.Result(
                    request.Quiet ? result is { Succeeded: true, Trusted: true } : result)).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private async ValueTask<TlsHandshake> TestAsync(
        string host,
        int port,
        TlsClientOptions shared,
        TcpDialer dialer,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        DialResult dialed = await dialer.DialAsync(host, port, cancellationToken).ConfigureAwait(false);
        var result = new TlsHandshake
        {
            ComputerName = host,
            Port = port,
            TlsHost = shared.TargetHost.Length > 0 ? shared.TargetHost : TlsUpgrade.NameOf(host),
            Attempts = dialed.Attempts,
        };
        if (dialed.Transport is not { } transport)
            return result with { Reason = $"{dialed.Failure!.Kind}: {dialed.Failure.Message}" };

        result = result with { RemoteEndPoint = transport.RemoteEndPoint, ConnectTime = dialed.ConnectTime };
        long start = Stopwatch.GetTimestamp();
        TlsClientResult shaken = await TlsClient
            .ConnectAsync(transport, shared with { TargetHost = result.TlsHost }, limit, cancellationToken)
            .ConfigureAwait(false);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        result = Seen(result, shaken.Peer);
        using TlsTransport? tls = shaken.Transport;
        return tls is null
            ? result with { Reason = $"{shaken.Failure!.Kind}: {shaken.Failure.Message}" }
            : result with
            {
                Succeeded = true,
                HandshakeTime = elapsed,
                Protocol = TlsPolicy.NameOf(tls.Protocol),
                CipherSuite = tls.CipherSuite.ToString(),
                ApplicationProtocol = tls.ApplicationProtocol,
                ClientCertificateRequested = shared.Certificate is null
                    ? result.ClientCertificateRequested
                    : tls.ShowedCertificate,
            };
    }

    private TlsHandshake Seen(TlsHandshake result, TlsPeer peer) => result with
    {
        Protocol = peer.Flight?.Version is { } version ? TlsPolicy.NameOf(version) : null,
        CipherSuite = peer.Flight?.CipherSuite?.ToString(),
        Trusted = peer.Verdict?.Trusted,
        Faults = peer.Verdict?.Faults ?? [],
        Reason = peer.Verdict is { Trusted: false } verdict ? $"CertificateNotTrusted: {verdict.Describe()}" : null,
        ClientCertificateRequested = peer.CertificateRequested ? true : peer.Verdict is null ? null : false,
        AcceptableIssuers = peer.AcceptableIssuers,
        Chain = [.. peer.Sent.Select(TlsCertificate.Of)],
        Certificate = peer.Sent.Count > 0 ? peer.Sent[0] : null,
        DaysLeft = peer.Sent.Count > 0
            ? (int)(peer.Sent[0].NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime).TotalDays
            : null,
    };
}
