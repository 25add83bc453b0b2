using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers;

/// <summary>
/// Which peers a server talks to: -AllowAddress and -DenyAddress, lists of addresses and CIDR prefixes. A denied
/// address is refused even where it is allowed too; where nothing is allowed by name, all that is not denied is.
/// </summary>
public sealed class AddressFilter
{
    private readonly IPNetwork[] allowed;
    private readonly IPNetwork[] denied;

    /// <summary>Reads the two lists.</summary>
    /// <exception cref="NetException">An entry is neither an address nor a prefix (InvalidSubnet).</exception>
    public AddressFilter(IReadOnlyList<string>? allow, IReadOnlyList<string>? deny)
    {
        allowed = [.. (allow ?? []).Select(Parse)];
        denied = [.. (deny ?? []).Select(Parse)];
    }

    /// <summary>Whether every peer is allowed.</summary>
    public bool IsEmpty => allowed.Length == 0 && denied.Length == 0;

    /// <summary>Whether a peer is allowed. IPv4 that comes by way of an IPv6 socket is judged as IPv4.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (IsEmpty)
            return true;
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Contains(denied, plain) && (allowed.Length == 0 || Contains(allowed, plain));
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static IPNetwork Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string literal = slash < 0 ? text : text[..slash];
        if (!HostResolver.TryParseLiteral(literal, out IPAddress address))
            throw Invalid(text);
        int bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), out length) || length < 0 || length > bits))
            throw Invalid(text);
        return new IPNetwork(Mask(address, length), length);
    }

    // '10.0.0.7/24' means the network that 10.0.0.7 is in, as everywhere in this module.
    private static IPAddress Mask(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }

    private static NetException Invalid(string text) => new(
        FailureKind.InvalidSubnet,
        $"'{text}' is neither an address nor a prefix such as 10.0.0.0/8 or 2001:db8::/32.",
        text);
}
