using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>Puts <see cref="UdpOptions"/> on a socket, some by the system's number where .NET has no name.</summary>
internal static class UdpSocketSetup
{
    private const int LinuxLevelSocket = 1;
    private const int LinuxReuseAddress = 2;
    private const int LinuxLevelIPv4 = 0;
    private const int LinuxLevelIPv6 = 41;
    private const int LinuxIPv4ReceiveErrors = 11;
    private const int LinuxIPv6ReceiveErrors = 25;
    private const int LinuxIPv6DontFragment = 62;

    // SIO_UDP_CONNRESET: without it an ICMP port unreachable for one client fails the receive for all of them.
    private const int WindowsReportConnectionReset = -1744830452;

    /// <summary>Sets the options; called before the bind.</summary>
    public static void Apply(Socket socket, UdpOptions options)
    {
        if (options.ReceiveBufferBytes is int bytes)
            socket.ReceiveBufferSize = bytes;
        if (options.Broadcast && socket.AddressFamily == AddressFamily.InterNetwork)
            socket.EnableBroadcast = true;
        if (options.ShareAddress)
            ShareAddress(socket);
        if (options.DontFragment)
            ForbidFragments(socket);
        if (options.PacketInformation)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
            if (socket.AddressFamily == AddressFamily.InterNetworkV6)
                socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, true);
        }

        if (options.OnlyOwnGroups)
            MulticastGroups.OnlyOwn(socket);
        ReportErrors(socket, options.ReportIcmpErrors);
        ApplyMulticast(socket, options);
    }

    private static void ApplyMulticast(Socket socket, UdpOptions options)
    {
        bool ipv4 = socket.AddressFamily == AddressFamily.InterNetwork;
        SocketOptionLevel level = ipv4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;
        if (options.TimeToLive is int hops)
        {
            socket.Ttl = (short)hops;
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, hops);
        }

        if (options.MulticastLoopback is bool loopback)
            socket.SetSocketOption(level, SocketOptionName.MulticastLoopback, loopback);
        if (options.MulticastInterface is InterfaceChoice by)
        {
            // IPv4 takes the number in network order, IPv6 as it is.
            socket.SetSocketOption(
                level,
                SocketOptionName.MulticastInterface,
                ipv4 ? IPAddress.HostToNetworkOrder(by.Index) : by.Index);
        }
    }

    private static void ShareAddress(Socket socket)
    {
        // The platform's option sets SO_REUSEPORT, too, and Linux then hands a datagram of a group to one member of its
        // choice, be it one that wants another source. SO_REUSEADDR alone gives every member its copy.
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(LinuxLevelSocket, LinuxReuseAddress, BitConverter.GetBytes(1));
        else
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
    }

    private static void ForbidFragments(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.DontFragment = true;
            return;
        }

        // IPv6 routers never fragment (RFC 8200, section 4.5); this keeps the sender from it, too.
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            throw new NetException(
                FailureKind.NotSupported, "Sending IPv6 datagrams without fragments is not supported on this system.");
        }

        socket.SetRawSocketOption(LinuxLevelIPv6, LinuxIPv6DontFragment, BitConverter.GetBytes(1));
    }

    private static void ReportErrors(Socket socket, bool report)
    {
        if (OperatingSystem.IsWindows())
        {
            socket.IOControl(WindowsReportConnectionReset, BitConverter.GetBytes(report ? 1 : 0), null);
        }
        else if (OperatingSystem.IsLinux() && report)
        {
            bool ipv4 = socket.AddressFamily == AddressFamily.InterNetwork;
            socket.SetRawSocketOption(
                ipv4 ? LinuxLevelIPv4 : LinuxLevelIPv6,
                ipv4 ? LinuxIPv4ReceiveErrors : LinuxIPv6ReceiveErrors,
                BitConverter.GetBytes(1));
        }
    }
}
