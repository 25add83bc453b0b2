using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Tests;

/// <summary>Sockets of UDP and TCP on one port of loopback: the system picks one that UDP has free.</summary>
internal static class DualPort
{
    /// <summary>A port that both had free a moment ago, for another program to bind.</summary>
    public static int Free()
    {
        (Socket udp, Socket tcp) = Bind();
        using (udp)
        using (tcp)
            return ((IPEndPoint)udp.LocalEndPoint!).Port;
    }

    public static (Socket Udp, Socket Tcp) Bind()
    {
        for (int attempt = 1; ; attempt++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                tcp.Bind(udp.LocalEndPoint!);
                return (udp, tcp);
            }
            catch (SocketException error)
                when (error.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < 50)
            {
                // TCP has that port elsewhere: another one.
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }
}
