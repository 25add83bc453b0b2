using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class AddressFilterTests
{
    [Theory]
    [InlineData("", "", "192.0.2.1", true)]
    [InlineData("10.0.0.0/8", "", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "", "11.0.0.1", false)]
    [InlineData("10.0.0.7/8", "", "10.1.1.1", true)]
    [InlineData("10.0.0.7", "", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "", "10.0.0.8", false)]
    [InlineData("", "10.0.0.0/8", "10.0.0.1", false)]
    [InlineData("", "10.0.0.0/8", "192.0.2.1", true)]
    [InlineData("10.0.0.0/8", "10.9.0.0/16", "10.9.0.1", false)]
    [InlineData("10.0.0.0/8,2001:db8::/33", "", "2001:db8::5", true)]
    [InlineData("2001:db8::/33", "", "2001:db8:8000::5", false)]
    [InlineData("127.0.0.0/8", "", "::ffff:127.0.0.1", true)]
    [InlineData("", "127.0.0.0/8", "::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0/0", "", "::1", false)]
    [InlineData("10.0.0.1-10.0.0.9", "", "10.0.0.9", true)]
    [InlineData("10.0.0.1-10.0.0.9", "", "10.0.0.10", false)]
    [InlineData("10.0.0.0 255.0.0.0", "", "10.1.1.1", true)]
    public void An_address_is_judged_by_both_lists(string allow, string deny, string address, bool expected)
    {
        var filter = new AddressFilter(List(allow), List(deny));

        Assert.Equal(expected, filter.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/x")]
    [InlineData("10.0.0/8")]
    [InlineData("::/129")]
    [InlineData("example.com")]
    public void An_entry_that_is_no_prefix_is_refused_with_its_id(string entry)
    {
        var error = Assert.Throws<NetException>(() => new AddressFilter([entry], []));
        Assert.Equal(FailureKind.InvalidSubnet, error.Kind);
        Assert.Equal(entry, error.Failure.Target);
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
