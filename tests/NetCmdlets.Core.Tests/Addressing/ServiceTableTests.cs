using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class ServiceTableTests
{
    [Theory]
    [InlineData("ssh", 22)]
    [InlineData("HTTP", 80)]
    [InlineData("www", 80)]
    [InlineData("https", 443)]
    [InlineData("domain", 53)]
    [InlineData("dns", 53)]
    [InlineData("rdp", 3389)]
    [InlineData("postgres", 5432)]
    public void Names_and_aliases_give_ports(string name, int port) =>
        Assert.Equal(port, ServiceTable.PortOf(name, TransportProtocol.Tcp));

    [Fact]
    public void Names_are_of_a_protocol()
    {
        Assert.Equal("syslog", ServiceTable.NameOf(514, TransportProtocol.Udp));
        Assert.Equal("shell", ServiceTable.NameOf(514, TransportProtocol.Tcp));
        Assert.Null(ServiceTable.NameOf(514, TransportProtocol.Sctp));
        Assert.Null(ServiceTable.PortOf("vxlan", TransportProtocol.Tcp));
        Assert.Equal(4789, ServiceTable.PortOf("vxlan", TransportProtocol.Udp));
        Assert.Equal(
            [TransportProtocol.Tcp, TransportProtocol.Udp, TransportProtocol.Sctp],
            ServiceTable.Find(80).Select(entry => entry.Protocol!.Value));
    }

    [Theory]
    [InlineData(0, PortRange.WellKnown)]
    [InlineData(1023, PortRange.WellKnown)]
    [InlineData(1024, PortRange.Registered)]
    [InlineData(49151, PortRange.Registered)]
    [InlineData(49152, PortRange.Dynamic)]
    [InlineData(65535, PortRange.Dynamic)]
    public void Ranges_by_rfc_6335(int port, PortRange range) => Assert.Equal(range, ServiceTable.RangeOf(port));

    [Fact]
    public void The_table_is_in_order_and_unambiguous()
    {
        Assert.True(ServiceTable.All.Length > 800);
        int[] ports = [.. ServiceTable.All.Select(entry => entry.Port)];
        Assert.Equal(ports.Order(), ports);
        Assert.All(
            ServiceTable.All.GroupBy(entry => (entry.Port, entry.Protocol)), group => Assert.Single(group));
        Assert.All(ServiceTable.All, entry =>
        {
            Assert.InRange(entry.Port, 0, 65535);
            Assert.Matches("^[a-z0-9][a-z0-9.-]*$", entry.ServiceName);
            Assert.NotEqual("", entry.Description);
        });
    }
}
