using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using NetCmdlets.Servers.Udp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Udp;

/// <summary>The socket of Receive-UdpDatagram, bound and in its groups.</summary>
internal static class UdpReceiverSocket
{
    /// <summary>Binds and joins.</summary>
    /// <exception cref="NetException">An address, a group or an interface is wrong or not to be had.</exception>
    public static UdpEndpoint Open(ReceiveUdpDatagramRequest request)
    {
        IPAddress[] groups = [.. request.MulticastGroup.Select(GroupOf)];
        IPAddress[] sources = [.. request.MulticastSource.Select(SourceOf)];
        InterfaceChoice[] interfaces = [.. request.Interface.Select(InterfaceChoice.Parse)];
        if (groups.Length == 0 && (sources.Length > 0 || interfaces.Length > 0))
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "-MulticastSource and -Interface say how to join a -MulticastGroup; none is given.");
        }

        UdpEndpoint endpoint = UdpEndpoint.Bind(
            new IPEndPoint(AddressOf(request, groups), request.Port),
            new UdpOptions
            {
                ReceiveBufferBytes = DatagramServer.ReceiveBufferBytes,
                PacketInformation = true,
                OnlyOwnGroups = true,
                // Many members of a group on one machine have the same port.
                ShareAddress = groups.Length > 0,
            });
        try
        {
            foreach (IPAddress group in groups)
                Join(endpoint, group, interfaces, sources);
            return endpoint;
        }
        catch
        {
            endpoint.Dispose();
            throw;
        }
    }

    private static void Join(UdpEndpoint endpoint, IPAddress group, InterfaceChoice[] interfaces, IPAddress[] sources)
    {
        IPAddress[] own = [.. sources.Where(source => source.AddressFamily == group.AddressFamily)];
        if (own.Length == 0 && sources.Length > 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest, $"No -MulticastSource is of the family of the group {group}.", group);
        }

        InterfaceChoice?[] wanted = interfaces.Length > 0 ? interfaces : new InterfaceChoice?[1];
        IPAddress?[] heard = own.Length > 0 ? own : new IPAddress?[1];
        foreach (InterfaceChoice? by in wanted)
        {
            foreach (IPAddress? source in heard)
                endpoint.Join(group, by, source);
        }
    }

    private static IPAddress AddressOf(ReceiveUdpDatagramRequest request, IPAddress[] groups)
    {
        if (!string.IsNullOrEmpty(request.Address))
            return ListenAddress.Parse(request.Address);
        bool onlyIPv4 = groups.Length > 0 && groups.All(group => group.AddressFamily == AddressFamily.InterNetwork);
        return onlyIPv4 || !Socket.OSSupportsIPv6 ? IPAddress.Any : IPAddress.IPv6Any;
    }

    private static IPAddress GroupOf(string text)
        => HostResolver.TryParseLiteral(text, out IPAddress address) && MulticastGroups.IsGroup(address)
            ? address
            : throw new NetException(
                FailureKind.InvalidAddress,
                $"'{text}' is not a multicast group. Groups are 224.0.0.0 to 239.255.255.255 and ff00::/8.",
                text);

    private static IPAddress SourceOf(string text)
        => HostResolver.TryParseLiteral(text, out IPAddress address)
            ? address
            : throw new NetException(
                FailureKind.InvalidAddress, $"'{text}' is not the address of a multicast sender.", text);
}
