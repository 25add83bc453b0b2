using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class PortSetTests
{
    [Theory]
    [InlineData("80", new[] { 80 })]
    [InlineData("20-23", new[] { 20, 21, 22, 23 })]
    [InlineData(" 8080 , 443", new[] { 8080, 443 })]
    [InlineData("http", new[] { 80 })]
    [InlineData("HTTPS,http-alt", new[] { 443, 8080 })]
    [InlineData("22 - 24,23,22", new[] { 22, 23, 24 })]
    [InlineData("65535", new[] { 65535 })]
    [InlineData("1-1", new[] { 1 })]
    public void Ports_come_in_the_order_given_and_each_once(string text, int[] expected)
    {
        PortSet ports = PortSet.Parse([text]);
        Assert.Equal(expected, ports);
        Assert.Equal(expected.Length, ports.Count);
    }

    [Fact]
    public void All_ports_are_65535()
    {
        PortSet ports = PortSet.Parse(["1-65535"]);
        Assert.Equal(65535, ports.Count);
        Assert.Equal(65535, ports.Distinct().Count());
    }

    [Fact]
    public void Membership_follows_the_ranges()
    {
        PortSet ports = PortSet.Parse(["20-25", "ssh", "80"]);
        Assert.Equal([20, 21, 22, 23, 24, 25, 80], Enumerable.Range(1, 65535).Where(ports.Contains));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("70000")]
    [InlineData("-5")]
    [InlineData("25-20")]
    [InlineData("20-")]
    [InlineData("1-70000")]
    [InlineData("no-such-service")]
    [InlineData("")]
    [InlineData("80,")]
    [InlineData("８０")]
    [InlineData("8 0")]
    [InlineData("0x50")]
    public void What_is_no_port_is_refused_with_the_text_as_target(string text)
    {
        NetException error = Assert.Throws<NetException>(() => PortSet.Parse([text]));
        Assert.Equal(FailureKind.InvalidPort, error.Kind);
        Assert.Contains((string)error.Failure.Target!, text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_port_at_all_is_refused()
        => Assert.Equal(FailureKind.InvalidPort, Assert.Throws<NetException>(() => PortSet.Parse([])).Kind);
}
