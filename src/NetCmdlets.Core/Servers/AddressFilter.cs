using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Servers;

/// <summary>
/// Which peers a server talks to: -AllowAddress and -DenyAddress, lists of addresses, networks and ranges. A denied
/// address is refused even where it is allowed too; where nothing is allowed by name, all that is not denied is.
/// </summary>
public sealed class AddressFilter
{
    private readonly AddressRange[] allowed;
    private readonly AddressRange[] denied;

    /// <summary>Reads the two lists.</summary>
    /// <exception cref="NetException">An entry is no address, network or range (InvalidSubnet).</exception>
    public AddressFilter(IReadOnlyList<string>? allow, IReadOnlyList<string>? deny)
    {
        allowed = [.. (allow ?? []).Select(static text => AddressRange.Parse(text))];
        denied = [.. (deny ?? []).Select(static text => AddressRange.Parse(text))];
    }

    /// <summary>Whether every peer is allowed.</summary>
    public bool IsEmpty => allowed.Length == 0 && denied.Length == 0;

    /// <summary>Whether a peer is allowed. IPv4 that comes by way of an IPv6 socket is judged as IPv4.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (IsEmpty)
            return true;
        var value = AddressValue.FromIPAddress(address);
        AddressValue plain = EmbeddedAddress.MappedOf(value) ?? value;
        return !Contains(denied, plain) && (allowed.Length == 0 || Contains(allowed, plain));
    }

    private static bool Contains(AddressRange[] ranges, AddressValue address)
    {
        foreach (AddressRange range in ranges)
        {
            if (range.Contains(address))
                return true;
        }

        return false;
    }
}
