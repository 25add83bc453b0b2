using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// Membership of multicast groups: any-source (RFC 1112, RFC 2710) and source-specific (RFC 3678, section 5), the
/// latter by the option that works for both families and takes the interface by number.
/// </summary>
internal static class MulticastGroups
{
    private const int LevelIPv4 = 0;
    private const int LevelIPv6 = 41;
    private const int LinuxMulticastAllIPv4 = 49;
    private const int LinuxMulticastAllIPv6 = 29;
    private const int SocketAddressStorageBytes = 128;

    /// <summary>Whether an address is a group's: 224.0.0.0/4 or ff00::/8.</summary>
    public static bool IsGroup(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6Multicast
        : address.GetAddressBytes()[0] is >= 224 and < 240;

    /// <summary>
    /// Keeps to the groups that this socket joined. Linux would hand it those of every other socket on the machine that
    /// has the port, too.
    /// </summary>
    public static void OnlyOwn(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return;
        byte[] off = BitConverter.GetBytes(0);
        socket.SetRawSocketOption(LevelIPv4, LinuxMulticastAllIPv4, off);
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            socket.SetRawSocketOption(LevelIPv6, LinuxMulticastAllIPv6, off);
    }

    /// <summary>Joins a group.</summary>
    /// <param name="socket">The bound socket; one of IPv6 that takes IPv4, too, may join groups of both.</param>
    /// <param name="group">The group.</param>
    /// <param name="by">The interface; null for the one that the system's routes choose.</param>
    /// <param name="source">The one sender to hear, of the group's family; null for all.</param>
    /// <exception cref="NetException">The system refused.</exception>
    public static void Join(Socket socket, IPAddress group, InterfaceChoice? by, IPAddress? source)
    {
        string what = $"Joining the group {group}{(source is null ? "" : $" of {source}")}"
            + (by is null ? "" : $" on {by.Name}");
        try
        {
            if (source is not null)
                JoinSource(socket, group, by?.Index ?? 0, source);
            else if (group.AddressFamily == AddressFamily.InterNetwork)
                JoinIPv4(socket, group, by);
            else
                socket.SetSocketOption(
                    SocketOptionLevel.IPv6,
                    SocketOptionName.AddMembership,
                    new IPv6MulticastOption(group, by?.Index ?? 0));
        }
        catch (SocketException error) when (by is null && SocketFailure.KindOf(error.SocketErrorCode)
            is FailureKind.SocketFailed or FailureKind.AddressNotAvailable)
        {
            throw new NetException(
                FailureKind.NetworkUnreachable,
                $"{what} failed: no route chooses an interface for it. Name one with -Interface.",
                group,
                error);
        }
        catch (SocketException error)
        {
            throw SocketFailure.From(error.SocketErrorCode, what, group, error).ToException();
        }
    }

    private static void JoinIPv4(Socket socket, IPAddress group, InterfaceChoice? by)
        => socket.SetSocketOption(
            SocketOptionLevel.IP,
            SocketOptionName.AddMembership,
            by is null ? new MulticastOption(group) : new MulticastOption(group, by.Index));

    // struct group_source_req { uint32_t interface; sockaddr_storage group; sockaddr_storage source; }, whose addresses
    // begin at a multiple of 8, on macOS of 4.
    private static void JoinSource(Socket socket, IPAddress group, int index, IPAddress source)
    {
        (int option, int start) = OperatingSystem.IsLinux() ? (46, 8)
            : OperatingSystem.IsWindows() ? (45, 8)
            : OperatingSystem.IsMacOS() ? (82, 4)
            : throw new NetException(
                FailureKind.NotSupported, "Source-specific multicast is not supported on this system.", group);
        byte[] request = new byte[start + (2 * SocketAddressStorageBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(request, index);
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.WriteInt32BigEndian(request, index);
        Write(group, request.AsSpan(start));
        Write(source, request.AsSpan(start + SocketAddressStorageBytes));
        socket.SetRawSocketOption(
            group.AddressFamily == AddressFamily.InterNetwork ? LevelIPv4 : LevelIPv6, option, request);
    }

    private static void Write(IPAddress address, Span<byte> destination)
    {
        SocketAddress native = new IPEndPoint(address, 0).Serialize();
        native.Buffer.Span[..native.Size].CopyTo(destination);
    }
}
