using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>
/// Connects for the sake of the answer. On Linux an answer that is there at once is taken without the runtime's event
/// loop and without an object; elsewhere, and with a fixed source port, it is <see cref="TcpConnector"/>.
/// </summary>
internal static class ProbeConnector
{
    private static readonly ConcurrentBag<SocketOperation> Operations = [];

    /// <summary>
    /// Connects to an end point within the options' time. Where the caller stops it, no socket is left and the error is
    /// OperationAborted: an exception at every level for each of thousands under way would make the stop slow.
    /// </summary>
    public static ValueTask<TcpConnectResult> ConnectAsync(
        IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        if (!LinuxSocket.IsSupported || options.LocalPort != 0 || options.KeepAlive > TimeSpan.Zero)
            return ConnectByRuntimeAsync(remote, options, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
            return new ValueTask<TcpConnectResult>(Stopped(TimeSpan.Zero));

        IPEndPoint? local = options.LocalAddress is null ? null : new IPEndPoint(options.LocalAddress, 0);
        SocketError error = LinuxSocket.Connect(remote, local, out int descriptor, out bool isLocal, out long start);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (descriptor < 0)
            return new ValueTask<TcpConnectResult>(new TcpConnectResult(null, error, isLocal, elapsed));

        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        return error == SocketError.Success
            ? new ValueTask<TcpConnectResult>(Connected(socket, elapsed))
            : AwaitAsync(socket, start, options.Timeout, cancellationToken);
    }

    private static async ValueTask<TcpConnectResult> ConnectByRuntimeAsync(
        IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await TcpConnector.ConnectAsync(remote, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Stopped(Stopwatch.GetElapsedTime(start));
        }
    }

    private static async ValueTask<TcpConnectResult> AwaitAsync(
        Socket socket, long start, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!Operations.TryTake(out SocketOperation? operation))
            operation = new SocketOperation();
        using var deadline = new Deadline(limit, cancellationToken);
        TransferResult outcome;
        // Closing the socket is how a connect under way is ended; it then completes with OperationAborted.
        using (deadline.Token.UnsafeRegister(static opened => ((Socket)opened!).Dispose(), socket))
        {
            // To send nothing waits until the socket is writable, which it is when the handshake has ended, and then
            // tells how it ended.
            outcome = await operation.SendAsync(socket, ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Operations.Add(operation);
        if (outcome.Succeeded && !cancellationToken.IsCancellationRequested)
            return Connected(socket, elapsed);

        socket.Dispose();
        if (cancellationToken.IsCancellationRequested)
            return Stopped(elapsed);
        SocketError error = deadline.Expired ? SocketError.TimedOut : outcome.Error;
        return new TcpConnectResult(null, error, false, elapsed);
    }

    private static TcpConnectResult Stopped(TimeSpan elapsed)
        => new(null, SocketError.OperationAborted, true, elapsed);

    private static TcpConnectResult Connected(Socket socket, TimeSpan elapsed)
    {
        if (!TcpConnector.IsSelfConnected(socket))
            return new TcpConnectResult(socket, SocketError.Success, false, elapsed);
        socket.Dispose();
        return new TcpConnectResult(null, SocketError.ConnectionRefused, false, elapsed);
    }
}
