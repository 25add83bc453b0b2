using System.Net.Sockets;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Sockets;

/// <summary>Which address families a client may use: -IPv4 and -IPv6.</summary>
[SwitchChoice]
public enum AddressFamilyChoice
{
    /// <summary>Either, in the system's order.</summary>
    Any,

    /// <summary>IPv4 only.</summary>
    IPv4,

    /// <summary>IPv6 only.</summary>
    IPv6,
}

/// <summary>The socket family behind a choice.</summary>
public static class AddressFamilyChoices
{
    /// <summary>The family to ask the resolver for.</summary>
    public static AddressFamily ToAddressFamily(this AddressFamilyChoice choice) => choice switch
    {
        AddressFamilyChoice.IPv4 => AddressFamily.InterNetwork,
        AddressFamilyChoice.IPv6 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };

    /// <summary>The choice that an address leaves: a socket bound to it reaches only its family.</summary>
    public static AddressFamilyChoice Of(System.Net.IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? AddressFamilyChoice.IPv6
            : AddressFamilyChoice.IPv4;
    }
}
