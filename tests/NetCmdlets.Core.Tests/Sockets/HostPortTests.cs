using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("web:80", "web", 80)]
    [InlineData("10.0.0.1:https", "10.0.0.1", 443)]
    [InlineData("[::1]:22", "::1", 22)]
    [InlineData("[fe80::1%eth0]:22", "fe80::1%eth0", 22)]
    [InlineData("web", "web", 8080)]
    [InlineData("::1", "::1", 8080)]
    [InlineData("[::1]", "::1", 8080)]
    [InlineData("2001:db8::80", "2001:db8::80", 8080)]
    [InlineData("[2001:db8::80]:http", "2001:db8::80", 80)]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", 8080)]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1", 8080)]
    public void A_host_may_name_its_own_port(string text, string host, int port)
    {
        HostPort target = Assert.Single(HostPort.Combine([text], ["8080"]));
        Assert.Equal(new HostPort(host, port), target);
        Assert.Equal(target, Assert.Single(HostPort.Combine([target.ToString()], [])));
    }

    [Fact]
    public void Hosts_without_a_port_take_every_port_of_the_list()
        => Assert.Equal(
            [new("a", 1), new("a", 2), new("b", 9), new("c", 1), new("c", 2)],
            HostPort.Combine(["a", "b:9", "c"], ["1-2"]));

    [Theory]
    [InlineData("web", FailureKind.InvalidRequest)]
    [InlineData("::1", FailureKind.InvalidRequest)]
    [InlineData("web:0", FailureKind.InvalidPort)]
    [InlineData("web:", FailureKind.InvalidPort)]
    [InlineData("web:no-such-service", FailureKind.InvalidPort)]
    [InlineData("http://web:80", FailureKind.InvalidRequest)]
    [InlineData("10.0.0.0/30:80", FailureKind.InvalidRequest)]
    public void No_port_or_a_bad_one_is_refused(string text, FailureKind kind)
        => Assert.Equal(kind, Assert.Throws<NetException>(() => HostPort.Combine([text], []).Count()).Kind);
}
