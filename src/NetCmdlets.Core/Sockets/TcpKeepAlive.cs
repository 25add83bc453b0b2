using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets;

/// <summary>
/// How soon a peer that has vanished without a word is noticed: by keep-alive probes where the connection is idle
/// (RFC 9293, section 3.8.4), by the user timeout where something is under way to it (RFC 5482). Both take four times
/// the interval: the idle time and three probes.
/// </summary>
public static class TcpKeepAlive
{
    /// <summary>How many probes may stay unanswered before the connection counts as dead.</summary>
    public const int Probes = 3;

    private const int ProtocolTcp = 6;
    private const int LinuxUserTimeout = 18;

    /// <summary>Probes a connection whenever it was idle for the time given, and as often after that.</summary>
    /// <param name="socket">A TCP socket.</param>
    /// <param name="interval">Rounded up to whole seconds, from 1.</param>
    public static void Enable(Socket socket, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(socket);
        int seconds = SecondsOf(interval);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    /// <summary>
    /// Ends a connection, too, where what was sent stays without an acknowledgement for as long as the probes would: a
    /// probe is sent on an idle connection only, and what is under way is otherwise sent again for a quarter of an
    /// hour. A peer whose window stays closed for so long counts as gone as well. Does nothing where it is not Linux.
    /// </summary>
    /// <param name="socket">A connected TCP socket: on one that connects it would bound the handshake.</param>
    /// <param name="interval">The interval of the probes.</param>
    public static void BoundUnacknowledged(Socket socket, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!OperatingSystem.IsLinux())
            return;
        long milliseconds = 1000L * SecondsOf(interval) * (1 + Probes);
        int limit = (int)Math.Min(milliseconds, int.MaxValue);
        ReadOnlySpan<byte> option = MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in limit));
        socket.SetRawSocketOption(ProtocolTcp, LinuxUserTimeout, option);
    }

    private static int SecondsOf(TimeSpan interval) => (int)Math.Max(1, Math.Ceiling(interval.TotalSeconds));
}
