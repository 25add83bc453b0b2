using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>Keep-alive probes of idle connections (RFC 9293, section 3.8.4).</summary>
public static class TcpKeepAlive
{
    /// <summary>How many probes may stay unanswered before the connection counts as dead.</summary>
    public const int Probes = 3;

    /// <summary>Probes a connection whenever it was idle for the time given, and as often after that.</summary>
    /// <param name="socket">A TCP socket.</param>
    /// <param name="interval">Rounded up to whole seconds, from 1.</param>
    public static void Enable(Socket socket, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(socket);
        int seconds = (int)Math.Max(1, Math.Ceiling(interval.TotalSeconds));
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
