using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NetCmdlets.Addressing;

namespace NetCmdlets.Operations.Hosts;

/// <summary>
/// The interfaces as .NET tells them, on systems that are not Linux. Tests on Linux compare it with the kernel's word.
/// </summary>
internal static class RuntimeInterfaces
{
    /// <summary>All interfaces, by their numbers.</summary>
    public static IReadOnlyList<HostInterface> Read()
        => [.. NetworkInterface.GetAllNetworkInterfaces().Select(Describe).OrderBy(one => one.Index)];

    private static HostInterface Describe(NetworkInterface link)
    {
        IPInterfaceProperties properties = link.GetIPProperties();
        (int index, int? mtu) = Numbers(link, properties);
        bool isLoopback = link.NetworkInterfaceType == NetworkInterfaceType.Loopback;
        ILookup<AddressFamily, string> addresses = properties.UnicastAddresses.ToLookup(
            own => own.Address.AddressFamily,
            own => ScopedAddress.Text(
                new PrefixedAddress(AddressValue.FromIPAddress(own.Address), own.PrefixLength), ScopeOf(link, index)));
        return new HostInterface
        {
            Name = link.Name,
            Index = index,
            Description = link.Description,
            Type = link.NetworkInterfaceType,
            // A loopback interface has no link to lose, and its state is called unknown.
            Status = link.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
                ? InterfaceStatus.Up
                : InterfaceStatus.Down,
            PhysicalAddress = KernelInterfaces.HardwareText(link.GetPhysicalAddress().GetAddressBytes()),
            Mtu = mtu,
            Speed = SpeedOf(link),
            IPv4Address = [.. addresses[AddressFamily.InterNetwork]],
            IPv6Address = [.. addresses[AddressFamily.InterNetworkV6]],
            Gateway = TextsOf(properties.GatewayAddresses.Select(gateway => gateway.Address), ScopeOf(link, index)),
            DnsServer = TextsOf(properties.DnsAddresses, ScopeOf(link, index)),
            IsLoopback = isLoopback,
            IsPointToPoint = link.NetworkInterfaceType is NetworkInterfaceType.Ppp or NetworkInterfaceType.Tunnel,
            SupportsMulticast = link.SupportsMulticast,
        };
    }

    private static List<string> TextsOf(IEnumerable<IPAddress> addresses, string scope) =>
    [
        .. addresses.Select(AddressValue.FromIPAddress).Where(address => address.Bits != 0)
            .Select(address => ScopedAddress.Text(address, scope)).Distinct(),
    ];

    // Windows writes scopes as numbers: its names have blanks.
    private static string ScopeOf(NetworkInterface link, int index)
        => OperatingSystem.IsWindows() ? index.ToString(System.Globalization.CultureInfo.InvariantCulture) : link.Name;

    private static long? SpeedOf(NetworkInterface link)
    {
        try
        {
            return link.Speed > 0 ? link.Speed : null;
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static (int Index, int? Mtu) Numbers(NetworkInterface link, IPInterfaceProperties properties)
    {
        try
        {
            if (link.Supports(NetworkInterfaceComponent.IPv4))
                return (properties.GetIPv4Properties().Index, properties.GetIPv4Properties().Mtu);
            return (properties.GetIPv6Properties().Index, properties.GetIPv6Properties().Mtu);
        }
        catch (NetworkInformationException)
        {
            // It has neither family, or lost its last address in this moment.
            return (0, null);
        }
    }
}
