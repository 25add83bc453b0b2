using System.Net;
using System.Net.Sockets;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Routes;

/// <summary>
/// Decisions without the system's routing tables: a UDP socket that is connected chooses its source address and sends
/// nothing; the interface that has this address, its networks and its gateways tell the rest. The route's prefix and
/// metric stay unknown, and where an interface has several gateways the first is told.
/// </summary>
internal sealed class SocketRoutes : IRouteSource
{
    // Any port does: nothing is sent.
    private const int Port = 9;

    private readonly IReadOnlyList<HostInterface> interfaces = SystemInterfaces.Read();

    /// <inheritdoc/>
    public RouteDecision Find(IPAddress destination, IPAddress? source, int interfaceIndex)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var decision = new RouteDecision { Destination = destination.ToString(), Address = destination };
        if (interfaceIndex != 0 && source is null && FirstAddress(interfaceIndex, destination.AddressFamily) is { } own)
            source = own;
        try
        {
            using var socket = new Socket(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.EnableBroadcast |= destination.AddressFamily == AddressFamily.InterNetwork;
            if (source is not null)
                socket.Bind(new IPEndPoint(source, 0));
            socket.Connect(new IPEndPoint(destination, Port));
            return Decide(decision, ((IPEndPoint)socket.LocalEndPoint!).Address);
        }
        catch (SocketException error)
        {
            NetFailure failure = SocketFailure.From(error.SocketErrorCode, $"Choosing a route to {destination}", null);
            return decision with { Kind = RouteKind.Unreachable, Reason = failure.Message };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private RouteDecision Decide(RouteDecision decision, IPAddress source)
    {
        AddressValue destination = AddressValue.FromIPAddress(decision.Address);
        AddressValue from = AddressValue.FromIPAddress(source);
        HostInterface? link = interfaces.FirstOrDefault(one => one.Networks().Any(own => own.Address == from));
        bool isOwn = IPAddress.IsLoopback(decision.Address)
            || interfaces.Any(one => one.Networks().Any(own => own.Address == destination));
        bool isOnLink = link is null || link.Networks().Any(own => own.Network.Contains(destination));
        IPAddress? gateway = link?.Gateway.Select(IPAddress.Parse)
            .FirstOrDefault(one => one.AddressFamily == decision.Address.AddressFamily);
        return decision with
        {
            Kind = isOwn ? RouteKind.Loopback
                : isOnLink || gateway is null ? RouteKind.OnLink
                : RouteKind.Gateway,
            NextHop = isOwn || isOnLink ? null : gateway,
            InterfaceName = link?.Name,
            InterfaceIndex = link?.Index,
            SourceAddress = source,
            Mtu = link?.Mtu,
        };
    }

    private IPAddress? FirstAddress(int index, AddressFamily family) => interfaces
        .Where(one => one.Index == index)
        .SelectMany(one => one.Networks())
        .FirstOrDefault(own => own.Address.AddressFamily == family) is { Address.Bits: var bits } found && bits != 0
            ? found.Address.ToIPAddress()
            : null;
}
