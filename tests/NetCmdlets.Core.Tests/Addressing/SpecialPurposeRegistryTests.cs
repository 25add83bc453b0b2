using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class SpecialPurposeRegistryTests
{
    [Theory]
    [InlineData("0.0.0.0", "This host on this network", "RFC 1122")]
    [InlineData("0.1.2.3", "This network", "RFC 791")]
    [InlineData("172.31.255.255", "Private-Use", "RFC 1918")]
    [InlineData("100.127.0.1", "Shared Address Space", "RFC 6598")]
    [InlineData("192.0.0.170", "NAT64/DNS64 Discovery", "RFC 8880")]
    [InlineData("192.0.0.100", "IETF Protocol Assignments", "RFC 6890")]
    [InlineData("255.255.255.255", "Limited Broadcast", "RFC 919")]
    [InlineData("2001::1", "TEREDO", "RFC 4380")]
    [InlineData("2001:1::1", "Port Control Protocol Anycast", "RFC 7723")]
    [InlineData("2001:1::9", "IETF Protocol Assignments", "RFC 2928")]
    [InlineData("3fff:123::", "Documentation", "RFC 9637")]
    [InlineData("fdff::1", "Unique-Local", "RFC 4193")]
    public void The_most_specific_entry_is_found(string address, string name, string rfc)
    {
        SpecialPurposeEntry? entry = SpecialPurposeRegistry.Find(AddressValue.Parse(address));
        Assert.Equal(name, entry?.Name);
        Assert.Equal(rfc, entry?.Rfc);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("2606:4700::1")]
    [InlineData("ff02::1")]
    public void Ordinary_addresses_are_in_no_entry(string address) =>
        Assert.Null(SpecialPurposeRegistry.Find(AddressValue.Parse(address)));

    [Fact]
    public void A_network_that_reaches_out_of_an_entry_is_not_in_it()
    {
        Assert.Null(SpecialPurposeRegistry.Find(NetworkPrefix.Parse("10.0.0.0/7")));
        Assert.Equal("10.0.0.0/8", SpecialPurposeRegistry.Find(NetworkPrefix.Parse("10.0.0.0/8"))?.Network);
    }

    [Fact]
    public void The_flags_are_those_of_the_registry()
    {
        SpecialPurposeEntry broadcast = SpecialPurposeRegistry.Find(AddressValue.Parse("255.255.255.255"))!;
        Assert.Equal((false, true, false, false, true), Flags(broadcast));
        SpecialPurposeEntry anycast = SpecialPurposeRegistry.Find(AddressValue.Parse("192.0.0.10"))!;
        Assert.Equal((true, true, true, true, false), Flags(anycast));
        SpecialPurposeEntry teredo = SpecialPurposeRegistry.Find(AddressValue.Parse("2001::1"))!;
        Assert.Equal((true, true, true, null, false), Flags(teredo));
    }

    [Fact]
    public void Entries_are_networks_without_host_bits_and_a_parent_stands_before_its_parts()
    {
        List<NetworkPrefix> seen = [];
        foreach (SpecialPurposeEntry entry in SpecialPurposeRegistry.All)
        {
            NetworkPrefix network = NetworkPrefix.Parse(entry.Network);
            Assert.Equal(network.FirstAddress, PrefixedAddress.Parse(entry.Network).Address);
            Assert.DoesNotContain(seen, earlier => network.Contains(earlier));
            Assert.Matches("^RFC [0-9]+$", entry.Rfc);
            seen.Add(network);
        }

        Assert.Equal(51, seen.Count);
    }

    private static (bool? Source, bool? Destination, bool? Forwardable, bool? Global, bool? Reserved) Flags(
        SpecialPurposeEntry entry) =>
        (entry.Source, entry.Destination, entry.Forwardable, entry.GloballyReachable, entry.ReservedByProtocol);
}
