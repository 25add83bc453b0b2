using System.Net;
using NetCmdlets.Addressing;

namespace NetCmdlets.Operations.Hosts;

/// <summary>Addresses that mean something on one link only, with the link (RFC 4007).</summary>
internal static class ScopedAddress
{
    /// <summary>The address, with the interface's number as its scope id where it needs one.</summary>
    public static IPAddress? Of(AddressValue? address, int interfaceIndex)
        => address is AddressValue value ? value.ToIPAddress(IsLinkLocal(value) ? interfaceIndex : 0) : null;

    /// <summary>The address as text, with the interface's name where it needs one.</summary>
    public static string Text(AddressValue address, string interfaceName)
        => IsLinkLocal(address) ? $"{address}%{interfaceName}" : address.ToString();

    /// <summary>The address with its prefix length as text (RFC 4007, section 11.7).</summary>
    public static string Text(PrefixedAddress address, string interfaceName)
        => $"{Text(address.Address, interfaceName)}/{address.PrefixLength}";

    private static bool IsLinkLocal(AddressValue address)
        => address.IsIPv6 && AddressScopes.Of(address) == AddressScope.LinkLocal;
}
