using System.Net;

namespace NetCmdlets.Diagnostics;

/// <summary>
/// What clients tell the log: connections and failures, never what was sent. Nothing is made where nobody listens.
/// </summary>
internal static class ClientLog
{
    /// <summary>The source of the events of TCP clients.</summary>
    public const string Tcp = "TcpClient";

    /// <summary>The source of the events of UDP clients.</summary>
    public const string Udp = "UdpClient";

    /// <summary>A connection was made, with its TLS and token where it has them.</summary>
    public static void Connected(EndPoint remote)
        => Write(NetLogLevel.Debug, Tcp, "Connected", remote, 0, null);

    /// <summary>A connection ended.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="bytes">How many bytes were received.</param>
    /// <param name="reason">Why it ended.</param>
    public static void Closed(EndPoint? remote, long bytes, CloseReason reason)
    {
        if (NetLog.Current.IsEnabled(NetLogLevel.Debug))
            Write(NetLogLevel.Debug, Tcp, "Closed", remote, bytes, reason.ToString());
    }

    /// <summary>A datagram was sent.</summary>
    public static void Sent(EndPoint remote, long bytes)
        => Write(NetLogLevel.Verbose, Udp, "Sent", remote, bytes, null);

    /// <summary>A datagram came in.</summary>
    public static void Received(EndPoint remote, long bytes)
        => Write(NetLogLevel.Verbose, Udp, "Received", remote, bytes, null);

    /// <summary>A client could not do what it was asked for.</summary>
    public static void Failed(string source, EndPoint? remote, NetFailure failure)
    {
        if (NetLog.Current.IsEnabled(NetLogLevel.Warning))
            Write(NetLogLevel.Warning, source, "Failed", remote, 0, $"{failure.Kind}: {failure.Message}");
    }

    private static void Write(
        NetLogLevel level, string source, string what, EndPoint? remote, long bytes, string? reason)
    {
        INetLog log = NetLog.Current;
        if (log.IsEnabled(level))
            log.Write(new NetLogEvent(level, source, what, remote, 0, bytes, reason));
    }
}
