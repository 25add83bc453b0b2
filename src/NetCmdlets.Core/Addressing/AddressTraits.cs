namespace NetCmdlets.Addressing;

/// <summary>
/// The yes-or-no properties of Python's ipaddress, for a network as a whole; an address is the network of itself. An
/// IPv4-mapped IPv6 address answers as its IPv4 address does, as in Python 3.13.
/// </summary>
public static class AddressTraits
{
    private static readonly NetworkPrefix[] Loopbacks = Parse("127.0.0.0/8", "::1/128");
    private static readonly NetworkPrefix[] LinkLocals = Parse("169.254.0.0/16", "fe80::/10");
    private static readonly NetworkPrefix[] SiteLocals = Parse("fec0::/10");
    private static readonly NetworkPrefix[] Multicasts = Parse("224.0.0.0/4", "ff00::/8");
    private static readonly NetworkPrefix[] Unspecifieds = Parse("0.0.0.0/32", "::/128");

    // RFC 1112 section 4; for IPv6 what the IANA address space registry has not assigned (RFC 4291 section 2.4).
    private static readonly NetworkPrefix[] Reserveds = Parse(
        "240.0.0.0/4", "::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3", "6000::/3",
        "8000::/3", "a000::/3", "c000::/3", "e000::/4", "f000::/5", "f800::/6", "fe00::/9");

    /// <summary>Whether it is loopback: 127.0.0.0/8, ::1.</summary>
    public static bool IsLoopback(NetworkPrefix network) => IsIn(Loopbacks, network);

    /// <summary>Whether it is link-local unicast: 169.254.0.0/16, fe80::/10.</summary>
    public static bool IsLinkLocal(NetworkPrefix network) => IsIn(LinkLocals, network);

    /// <summary>Whether it is site-local unicast, fec0::/10, which RFC 3879 deprecates.</summary>
    public static bool IsSiteLocal(NetworkPrefix network) => IsIn(SiteLocals, network);

    /// <summary>Whether it is multicast: 224.0.0.0/4, ff00::/8.</summary>
    public static bool IsMulticast(NetworkPrefix network) => IsIn(Multicasts, network);

    /// <summary>Whether it is the unspecified address: 0.0.0.0, ::.</summary>
    public static bool IsUnspecified(NetworkPrefix network) => IsIn(Unspecifieds, network);

    /// <summary>Whether it is reserved by the IETF for the future.</summary>
    public static bool IsReserved(NetworkPrefix network) => IsIn(Reserveds, network);

    /// <inheritdoc cref="SpecialPurposeRegistry.IsPrivate"/>
    public static bool? IsPrivate(NetworkPrefix network) => SpecialPurposeRegistry.IsPrivate(Unmapped(network));

    /// <inheritdoc cref="SpecialPurposeRegistry.IsGloballyReachable"/>
    public static bool? IsGlobal(NetworkPrefix network) =>
        SpecialPurposeRegistry.IsGloballyReachable(Unmapped(network));

    private static bool IsIn(NetworkPrefix[] ranges, NetworkPrefix network)
    {
        NetworkPrefix unmapped = Unmapped(network);
        foreach (NetworkPrefix range in ranges)
        {
            if (range.Contains(unmapped))
            {
                return true;
            }
        }

        return false;
    }

    private static NetworkPrefix Unmapped(NetworkPrefix network) =>
        EmbeddedAddress.TryGetMapped(network, out NetworkPrefix mapped) ? mapped : network;

    private static NetworkPrefix[] Parse(params string[] networks) =>
        Array.ConvertAll(networks, static network => NetworkPrefix.Parse(network));
}
