using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// Connects a client to a host: resolves its name, tries every address in the system's order (RFC 6724), and again
/// after a pause where that is asked for and can help. Every client of a stream comes through here.
/// </summary>
public sealed class TcpDialer
{
    private readonly TcpConnectOptions options;
    private readonly AddressFamilyChoice family;
    private readonly RetryPolicy retries;
    private readonly IReadOnlyList<IClientUpgrade> upgrades;

    /// <summary>Makes a dialer.</summary>
    /// <param name="options">How each connection is made; its Timeout is that of one attempt over all addresses.</param>
    /// <param name="family">The families wanted.</param>
    /// <param name="retries">How often to try.</param>
    /// <param name="upgrades">What is done with a connection before it is used, in order; null for nothing.</param>
    public TcpDialer(
        TcpConnectOptions options,
        AddressFamilyChoice family,
        RetryPolicy retries,
        IReadOnlyList<IClientUpgrade>? upgrades = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(retries);
        this.options = options;
        this.family = family;
        this.retries = retries;
        this.upgrades = upgrades ?? [];
    }

    /// <summary>Connects to a host's port.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped it; nothing is left open.</exception>
    public Task<DialResult> DialAsync(string host, int port, CancellationToken cancellationToken)
        => retries.RunAsync(
            (number, token) => DialHostAsync(host, port, number, token), IsWorthARetry, cancellationToken, ReasonOf);

    /// <summary>Connects to a Unix domain socket.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped it; nothing is left open.</exception>
    public Task<DialResult> DialAsync(UnixDomainSocketEndPoint path, CancellationToken cancellationToken)
        => retries.RunAsync(
            (number, token) => DialEndPointAsync(path, path.ToString(), number, options.Timeout, token),
            IsWorthARetry,
            cancellationToken,
            ReasonOf);

    private static string ReasonOf(DialResult result) => $" ({result.Failure?.Kind})";

    // A name that does not exist, a wrong certificate or a local address of another machine stay as they are.
    private static bool IsWorthARetry(DialResult result) => result.Failure?.Kind is FailureKind.ConnectionRefused
        or FailureKind.ConnectionTimedOut or FailureKind.ConnectionReset or FailureKind.HostUnreachable
        or FailureKind.NetworkUnreachable or FailureKind.NameServerFailed or FailureKind.ResourceExhausted;

    private async Task<DialResult> DialHostAsync(string host, int port, int number, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        HostResolution found = await HostResolver
            .ResolveAsync(host, family, options.Timeout, cancellationToken).ConfigureAwait(false);
        if (found.Failure is not null)
            return new DialResult(null, found.Failure, number, TimeSpan.Zero);

        DialResult result = default!;
        var tried = new List<string>();
        for (int i = 0; i < found.Addresses.Count; i++)
        {
            // An address that does not answer must not use up the time of those after it.
            TimeSpan left = options.Timeout - Stopwatch.GetElapsedTime(start);
            TimeSpan share = left / (found.Addresses.Count - i);
            if (share <= TimeSpan.Zero && i > 0)
                break;
            var endPoint = new IPEndPoint(found.Addresses[i], port);
            result = await DialEndPointAsync(endPoint, host, number, share, cancellationToken).ConfigureAwait(false);
            if (result.Failure is null)
                return result;
            tried.Add($"{endPoint}: {result.Failure.Kind}");
        }

        return tried.Count < 2 ? result : result with
        {
            Failure = result.Failure! with
            {
                Message = $"Connecting to {host} port {port.ToString(CultureInfo.InvariantCulture)} failed at every "
                    + $"address ({string.Join(", ", tried)}). {result.Failure.Message}",
            },
        };
    }

    private async Task<DialResult> DialEndPointAsync(
        EndPoint endPoint, string host, int number, TimeSpan limit, CancellationToken cancellationToken)
    {
        DialResult result = await ConnectAsync(endPoint, host, number, limit, cancellationToken).ConfigureAwait(false);
        if (result.Failure is null)
            ClientLog.Connected(endPoint);
        else
            ClientLog.Failed(ClientLog.Tcp, endPoint, result.Failure);
        if (VerboseSink.IsOpen)
            await VerboseSink.WriteAsync(LineOf(endPoint, result)).ConfigureAwait(false);
        return result;
    }

    private static string LineOf(EndPoint endPoint, DialResult result)
    {
        string time = DisplayText.Time(result.ConnectTime, CultureInfo.InvariantCulture);
        return result.Failure is { } failure
            ? $"{endPoint}: {failure.Kind} after {time}."
            : $"Connected to {endPoint} from {result.Transport!.LocalEndPoint} in {time}.";
    }

    private async Task<DialResult> ConnectAsync(
        EndPoint endPoint, string host, int number, TimeSpan limit, CancellationToken cancellationToken)
    {
        TcpConnectOptions one = options with { Timeout = limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1) };
        TcpConnectResult connected = await TcpConnector
            .ConnectAsync(endPoint, one, cancellationToken).ConfigureAwait(false);
        if (!connected.Succeeded)
            return new DialResult(null, Failed(endPoint, host, connected), number, connected.Elapsed);

        IByteTransport transport = new SocketTransport(connected.Socket!);
        try
        {
            foreach (IClientUpgrade upgrade in upgrades)
            {
                (transport, NetFailure? refused) = await upgrade
                    .UpgradeAsync(transport, host, options.Timeout, cancellationToken).ConfigureAwait(false);
                if (refused is null)
                    continue;
                transport.Dispose();
                return new DialResult(null, refused, number, connected.Elapsed);
            }

            return new DialResult(transport, null, number, connected.Elapsed);
        }
        catch
        {
            transport.Abort();
            throw;
        }
    }

    private NetFailure Failed(EndPoint endPoint, string host, TcpConnectResult connected)
    {
        if (endPoint is UnixDomainSocketEndPoint
            && connected.Error is SocketError.AddressNotAvailable or SocketError.ConnectionRefused)
        {
            string reason = connected.Error is SocketError.AddressNotAvailable
                ? "there is no such socket"
                : "no server listens there, or it is no socket";
            return new NetFailure(
                FailureKind.ConnectionRefused,
                $"Connecting to '{host}' failed: {reason}. Start the server or check the path.",
                host);
        }

        if (connected.IsLocal)
        {
            IPAddress any = IPAddress.Any;
            var local = new IPEndPoint(options.LocalAddress ?? any, options.LocalPort);
            return SocketFailure.From(connected.Error, $"Binding {local} to connect to {endPoint}", host);
        }

        string what = host == endPoint.ToString() || endPoint is not IPEndPoint ip || host == ip.Address.ToString()
            ? $"Connecting to {endPoint}"
            : $"Connecting to {host} ({endPoint})";
        return SocketFailure.From(connected.Error, what, host);
    }
}

/// <summary>What came of dialing.</summary>
/// <param name="Transport">The connection, which is the caller's to dispose; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Attempts">Which attempt it was, from 1.</param>
/// <param name="ConnectTime">How long the handshake took.</param>
public sealed record DialResult(IByteTransport? Transport, NetFailure? Failure, int Attempts, TimeSpan ConnectTime);
