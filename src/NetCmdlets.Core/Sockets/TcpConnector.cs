using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>
/// Makes connections to one end point at a time and tells refused and unreachable as values: an exception for each
/// closed port is what makes scans slow. Serves TCP and Unix domain sockets.
/// </summary>
public static class TcpConnector
{
    // A full backlog of a Unix domain socket is an error at once (connect(2), EAGAIN), where TCP would wait.
    private static readonly TimeSpan UnixBacklogPause = TimeSpan.FromMilliseconds(5);
    private static readonly ConcurrentBag<SocketOperation> Operations = [];

    /// <summary>
    /// Connects to an end point within the options' time.
    /// </summary>
    /// <param name="remote">An IPEndPoint or a UnixDomainSocketEndPoint; names are resolved before.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the attempt at once.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it; no socket is left.</exception>
    public static async ValueTask<TcpConnectResult> ConnectAsync(
        EndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            TcpConnectResult result = await TryOnceAsync(remote, options, start, cancellationToken)
                .ConfigureAwait(false);
            if (result.Error != SocketError.WouldBlock || remote is not UnixDomainSocketEndPoint)
                return result;
            if (Stopwatch.GetElapsedTime(start) + UnixBacklogPause >= options.Timeout)
                return result with { Error = SocketError.TimedOut };
            await Task.Delay(UnixBacklogPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<TcpConnectResult> TryOnceAsync(
        EndPoint remote, TcpConnectOptions options, long start, CancellationToken cancellationToken)
    {
        SocketError prepared = Prepare(remote, options, out Socket? socket);
        if (socket is null)
            return new TcpConnectResult(null, prepared, true, TimeSpan.Zero);

        if (!Operations.TryTake(out SocketOperation? operation))
            operation = new SocketOperation();
        operation.RemoteEndPoint = remote;
        start = remote is IPEndPoint ? Stopwatch.GetTimestamp() : start;
        ValueTask<TransferResult> pending = operation.ConnectAsync(socket);
        bool expired = false;
        TransferResult outcome;
        if (pending.IsCompleted)
        {
            // Loopback answers within the call: no timer is needed, which a scan of many ports notices.
            outcome = pending.Result;
        }
        else
        {
            TimeSpan left = options.Timeout - Stopwatch.GetElapsedTime(start);
            using var deadline = new Deadline(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            // Closing the socket is how a connect under way is ended; it then completes with OperationAborted.
            using (deadline.Token.UnsafeRegister(static opened => ((Socket)opened!).Dispose(), socket))
                outcome = await pending.ConfigureAwait(false);
            expired = deadline.Expired;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        operation.RemoteEndPoint = null;
        Operations.Add(operation);
        if (cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        SocketError error = expired ? SocketError.TimedOut : outcome.Error;
        if (error == SocketError.Success && IsSelfConnected(socket))
            error = SocketError.ConnectionRefused;
        if (error != SocketError.Success)
        {
            socket.Dispose();
            return new TcpConnectResult(null, error, false, elapsed);
        }

        if (options.KeepAlive > TimeSpan.Zero && remote is IPEndPoint)
            TcpKeepAlive.BoundUnacknowledged(socket, options.KeepAlive);
        return new TcpConnectResult(socket, SocketError.Success, false, elapsed);
    }

    private static SocketError Prepare(EndPoint remote, TcpConnectOptions options, out Socket? socket)
    {
        socket = null;
        Socket? made = null;
        try
        {
            made = remote is IPEndPoint
                ? new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
                : new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            if (options.ReceiveBufferBytes > 0)
                made.ReceiveBufferSize = options.ReceiveBufferBytes;
            if (remote is not IPEndPoint target)
            {
                (socket, made) = (made, null);
                return SocketError.Success;
            }

            if (options.KeepAlive > TimeSpan.Zero)
                TcpKeepAlive.Enable(made, options.KeepAlive);
            if (options.LocalAddress is not null || options.LocalPort != 0)
            {
                IPAddress any = target.AddressFamily == AddressFamily.InterNetworkV6
                    ? IPAddress.IPv6Any : IPAddress.Any;
                // A fixed source port is asked for again and again; its last connection may still be in TIME-WAIT.
                if (options.LocalPort != 0 && !OperatingSystem.IsWindows())
                    made.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                made.Bind(new IPEndPoint(options.LocalAddress ?? any, options.LocalPort));
            }

            (socket, made) = (made, null);
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
        finally
        {
            made?.Dispose();
        }
    }

    // A connect to a closed port of this machine's ephemeral range may meet itself: the system picked the target's
    // own port as the source, and TCP's simultaneous open (RFC 9293, section 3.5) made a connection without a peer.
    internal static bool IsSelfConnected(Socket socket)
        => socket.AddressFamily != AddressFamily.Unix
            && socket.LocalEndPoint is IPEndPoint local
            && local.Equals(socket.RemoteEndPoint);
}
