using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Shakes hands with one end point: tries, retries, repeats, and says what it met.</summary>
internal sealed class HandshakeProbe
{
    private static readonly SemaphoreSlim Tracing = new(1);

    private readonly TestTcpHandshakeRequest request;
    private readonly TcpConnectOptions options;
    private readonly RetryPolicy? retries;
    private readonly Func<int, bool> isTarget;

    /// <param name="request">How.</param>
    /// <param name="local">The address to connect from; null lets the system choose.</param>
    /// <param name="isTarget">Whether a port is itself being probed in the same run.</param>
    public HandshakeProbe(TestTcpHandshakeRequest request, IPAddress? local, Func<int, bool> isTarget)
    {
        this.request = request;
        this.isTarget = isTarget;
        options = new TcpConnectOptions { LocalAddress = local, Timeout = request.Timeout };
        if (request.RetryCount > 0)
            retries = new RetryPolicy { RetryCount = request.RetryCount, Delay = request.RetryDelay };
    }

    /// <summary>The state behind a socket error of a connect.</summary>
    public static HandshakeState StateOf(SocketError error, bool isLocal) => error switch
    {
        SocketError.Success => HandshakeState.Open,
        _ when isLocal => HandshakeState.LocalError,
        SocketError.ConnectionRefused or SocketError.ConnectionReset => HandshakeState.Refused,
        SocketError.TimedOut => HandshakeState.Filtered,
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable
            or SocketError.NetworkDown => HandshakeState.Unreachable,
        // ICMP protocol unreachable, and ICMPv6 administratively prohibited (RFC 4443, section 3.1, code 1).
        SocketError.ProtocolOption or SocketError.AccessDenied => HandshakeState.Unreachable,
        _ => HandshakeState.LocalError,
    };

    /// <summary>
    /// Makes the handshakes that were asked for and returns what came of them. After a stop it returns what nobody is to
    /// see: the caller looks at its token.
    /// </summary>
    public async ValueTask<TcpHandshake> RunAsync(HandshakeTarget target, CancellationToken cancellationToken)
    {
        HandshakeTry last = await TryAsync(target, cancellationToken).ConfigureAwait(false);
        if (request.Count == 1)
            return Describe(target, last, last.Attempts, last.IsOpen ? [last.Elapsed] : []);

        var times = new List<TimeSpan>();
        int attempts = 0;
        HandshakeTry told = last;
        for (int number = 1; ; number++)
        {
            attempts += last.Attempts;
            if (last.IsOpen)
                times.Add(last.Elapsed);
            // A port that was open once is open: what is told of the others is in the counts.
            if (last.IsOpen || !told.IsOpen)
                told = last;
            if (number == request.Count || cancellationToken.IsCancellationRequested)
                break;
            last = await TryAsync(target, cancellationToken).ConfigureAwait(false);
        }

        times.Sort();
        return Describe(target, told, attempts, times);
    }

    private async ValueTask<HandshakeTry> TryAsync(HandshakeTarget target, CancellationToken cancellationToken)
    {
        if (retries is null)
            return await ConnectAsync(target, 1, cancellationToken).ConfigureAwait(false);
        return await retries.RunAsync(
            (number, token) => ConnectAsync(target, number, token).AsTask(),
            outcome => !outcome.IsOpen && !cancellationToken.IsCancellationRequested,
            cancellationToken,
            _ => $" ({target.EndPoint})").ConfigureAwait(false);
    }

    private async ValueTask<HandshakeTry> ConnectAsync(
        HandshakeTarget target, int number, CancellationToken cancellationToken)
    {
        if (!request.Trace)
            return await ConnectAsync(target, number, null, cancellationToken).ConfigureAwait(false);
        // One at a time: what others send in the meantime would only fill the buffer.
        await Tracing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var capture = PacketCapture.Open(target.EndPoint.Port);
            return await ConnectAsync(target, number, capture, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Tracing.Release();
        }
    }

    private async ValueTask<HandshakeTry> ConnectAsync(
        HandshakeTarget target, int number, PacketCapture? capture, CancellationToken cancellationToken)
    {
        bool confirming = false;
        while (true)
        {
            TcpConnectResult result = await ProbeConnector.ConnectAsync(target.EndPoint, options, cancellationToken)
                .ConfigureAwait(false);
            if (result.Socket is not Socket socket)
            {
                HandshakeTrace? seen = cancellationToken.IsCancellationRequested ? null : await TraceAsync(capture, target, null, cancellationToken)
                    .ConfigureAwait(false);
                return new HandshakeTry(result.Error, result.IsLocal, result.Elapsed, number, null, null, seen);
            }

            using (socket)
            {
                var local = (IPEndPoint?)socket.LocalEndPoint;
                if (!confirming && local is not null && MayHaveMetOurselves(target.EndPoint, local))
                {
                    confirming = true;
                    continue;
                }

                return new HandshakeTry(
                    SocketError.Success,
                    false,
                    result.Elapsed,
                    number,
                    local,
                    TcpKernelInfo.TryRead(socket),
                    await TraceAsync(capture, target, local, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private static async ValueTask<HandshakeTrace?> TraceAsync(
        PacketCapture? capture, HandshakeTarget target, IPEndPoint? local, CancellationToken cancellationToken)
    {
        if (capture is null)
            return null;
        var trace = new HandshakeTrace(target.EndPoint, local);
        await trace.ReadAsync(capture, local is not null, cancellationToken).ConfigureAwait(false);
        return trace;
    }

    // Two probes of one scan of this machine can meet each other: each has the other's target as its source, and TCP's
    // simultaneous open (RFC 9293, section 3.5) connects them though nothing listens. It does not happen twice.
    private bool MayHaveMetOurselves(IPEndPoint remote, IPEndPoint local)
        => local.Address.Equals(remote.Address) && local.Port != remote.Port && isTarget(local.Port);

    private TcpHandshake Describe(HandshakeTarget target, HandshakeTry told, int attempts, List<TimeSpan> times)
    {
        HandshakeState state = StateOf(told.Error, told.IsLocal);
        return new TcpHandshake
        {
            ComputerName = target.ComputerName,
            Address = target.EndPoint.Address,
            Port = target.EndPoint.Port,
            ServiceName = target.ServiceName,
            State = state,
            ResolveTime = target.ResolveTime,
            ConnectTime = state is HandshakeState.Open or HandshakeState.Refused ? told.Elapsed : null,
            RoundTripTime = told.Kernel?.RoundTripTime,
            MaximumSegmentSize = told.Kernel?.MaximumSegmentSize,
            LocalEndPoint = told.Local,
            RemoteEndPoint = target.EndPoint,
            Attempts = attempts,
            Reason = state == HandshakeState.Open ? null : ReasonOf(told, state),
            HandshakeCount = request.Count,
            OpenCount = times.Count,
            MinimumTime = times.Count > 0 ? times[0] : null,
            MedianTime = times.Count > 0 ? times[(times.Count - 1) / 2] : null,
            MaximumTime = times.Count > 0 ? times[^1] : null,
            SendWindowScale = told.Kernel?.SendWindowScale,
            ReceiveWindowScale = told.Kernel?.ReceiveWindowScale,
            CongestionWindow = told.Kernel?.CongestionWindow,
            Retransmits = told.Kernel?.Retransmits,
            Segments = told.Trace?.Segments,
            Trace = told.Trace is { } trace
                ? HandshakeLadder.Draw(trace.Local, target.EndPoint, trace.Segments) : null,
        };
    }

    // The kernel tells a reset from the peer and ICMP port unreachable as one error; who saw the packets knows.
    private string ReasonOf(HandshakeTry told, HandshakeState state)
    {
        HandshakeSegment? answer = told.Trace?.Segments.LastOrDefault(segment => !segment.Sent);
        bool byIcmp = answer?.Icmp is not null;
        bool noNetwork = told.Error is SocketError.NetworkUnreachable or SocketError.NetworkDown;
        return state switch
        {
            HandshakeState.Refused when byIcmp => $"{FailureKind.ConnectionRefused}: {answer}.",
            HandshakeState.Refused when answer is not null => "ConnectionRefused: the peer answered with a reset.",
            HandshakeState.Refused
                => "ConnectionRefused: the peer answered with a reset, or ICMP said port unreachable.",
            HandshakeState.Filtered => $"ConnectionTimedOut: no answer within {DisplayText.Seconds(request.Timeout)}.",
            HandshakeState.Unreachable when byIcmp && noNetwork => $"{FailureKind.NetworkUnreachable}: {answer}.",
            HandshakeState.Unreachable when byIcmp => $"{FailureKind.HostUnreachable}: {answer}.",
            HandshakeState.Unreachable when noNetwork
                => "NetworkUnreachable: no route to the network, or a router said so.",
            HandshakeState.Unreachable when told.Error is SocketError.AccessDenied
                => "HostUnreachable: a firewall said that it is prohibited.",
            HandshakeState.Unreachable => "HostUnreachable: no route to the host, or a router or firewall said so.",
            _ => SocketFailure.From(told.Error, $"{SocketFailure.KindOf(told.Error)}: connecting", null).Message,
        };
    }
}

/// <summary>One end point to shake hands with.</summary>
/// <param name="ComputerName">What the user called it.</param>
/// <param name="EndPoint">Where it is.</param>
/// <param name="ServiceName">What the port is registered for.</param>
/// <param name="ResolveTime">How long its name's look-up took.</param>
internal readonly record struct HandshakeTarget(
    string ComputerName, IPEndPoint EndPoint, string? ServiceName, TimeSpan? ResolveTime);

/// <summary>What came of one handshake, its retries counted.</summary>
internal readonly record struct HandshakeTry(
    SocketError Error, bool IsLocal, TimeSpan Elapsed, int Attempts, IPEndPoint? Local, TcpKernelInfo? Kernel,
    HandshakeTrace? Trace)
{
    public bool IsOpen => Error == SocketError.Success;
}
