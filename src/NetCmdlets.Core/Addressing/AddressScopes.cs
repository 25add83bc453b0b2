namespace NetCmdlets.Addressing;

/// <summary>The scope of addresses and networks, by the most specific range that has one.</summary>
public static class AddressScopes
{
    // In order, a range before the ranges within it.
    private static readonly (NetworkPrefix Network, AddressScope Scope)[] Ranges =
    [
        Entry("0.0.0.0/0", AddressScope.Global),
        Entry("0.0.0.0/8", AddressScope.Unspecified),
        Entry("10.0.0.0/8", AddressScope.Private),
        Entry("100.64.0.0/10", AddressScope.Private),
        Entry("127.0.0.0/8", AddressScope.Host),
        Entry("169.254.0.0/16", AddressScope.LinkLocal),
        Entry("172.16.0.0/12", AddressScope.Private),
        Entry("192.0.0.0/24", AddressScope.Reserved),
        Entry("192.0.0.0/29", AddressScope.Private),
        Entry("192.0.0.9/32", AddressScope.Global),
        Entry("192.0.0.10/32", AddressScope.Global),
        Entry("192.0.2.0/24", AddressScope.Reserved),
        Entry("192.168.0.0/16", AddressScope.Private),
        Entry("198.18.0.0/15", AddressScope.Reserved),
        Entry("198.51.100.0/24", AddressScope.Reserved),
        Entry("203.0.113.0/24", AddressScope.Reserved),
        Entry("224.0.0.0/24", AddressScope.LinkLocal),
        Entry("239.192.0.0/14", AddressScope.OrganizationLocal),
        Entry("239.255.0.0/16", AddressScope.SiteLocal),
        Entry("240.0.0.0/4", AddressScope.Reserved),
        Entry("255.255.255.255/32", AddressScope.LinkLocal),
        Entry("::/0", AddressScope.Reserved),
        Entry("::/128", AddressScope.Unspecified),
        Entry("::1/128", AddressScope.Host),
        Entry("64:ff9b::/96", AddressScope.Global),
        Entry("64:ff9b:1::/48", AddressScope.Private),
        Entry("2000::/3", AddressScope.Global),
        Entry("2001:2::/48", AddressScope.Reserved),
        Entry("2001:10::/28", AddressScope.Reserved),
        Entry("2001:db8::/32", AddressScope.Reserved),
        Entry("3fff::/20", AddressScope.Reserved),
        Entry("5f00::/16", AddressScope.Private),
        Entry("fc00::/7", AddressScope.Private),
        Entry("fe80::/10", AddressScope.LinkLocal),
        Entry("fec0::/10", AddressScope.SiteLocal),
    ];

    // RFC 7346 section 2: the four bits of a multicast address that tell its scope.
    private static readonly AddressScope[] MulticastScopes =
    [
        AddressScope.Reserved, AddressScope.Host, AddressScope.LinkLocal, AddressScope.RealmLocal,
        AddressScope.AdminLocal, AddressScope.SiteLocal, AddressScope.Reserved, AddressScope.Reserved,
        AddressScope.OrganizationLocal, AddressScope.Reserved, AddressScope.Reserved, AddressScope.Reserved,
        AddressScope.Reserved, AddressScope.Reserved, AddressScope.Global, AddressScope.Reserved,
    ];

    /// <summary>The scope of one address. An IPv4-mapped address has the scope of its IPv4 address.</summary>
    public static AddressScope Of(AddressValue address) =>
        Of(NetworkPrefix.Containing(address, address.Width)) ?? AddressScope.Global;

    /// <summary>The scope that all addresses of a network have; null where they differ.</summary>
    public static AddressScope? Of(NetworkPrefix network)
    {
        if (network.IsIPv6)
        {
            if (EmbeddedAddress.TryGetMapped(network, out NetworkPrefix mapped))
            {
                return Of(mapped);
            }

            if (network.FirstAddress.Bits >> 120 == 0xff)
            {
                return network.PrefixLength < 16 ? null : MulticastScopes[(int)(network.FirstAddress.Bits >> 112) & 15];
            }
        }

        AddressScope? scope = null;
        foreach ((NetworkPrefix range, AddressScope rangeScope) in Ranges)
        {
            if (range.Contains(network))
            {
                scope = rangeScope;
            }
            else if (network.Contains(range) && rangeScope != scope)
            {
                return null;
            }
        }

        return scope;
    }

    private static (NetworkPrefix Network, AddressScope Scope) Entry(string network, AddressScope scope) =>
        (NetworkPrefix.Parse(network), scope);
}
