using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    [InlineData("Loopback", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("ipv6loopback", "::1")]
    [InlineData("Any", "0.0.0.0")]
    [InlineData("*", "0.0.0.0")]
    [InlineData("IPv6Any", "::")]
    [InlineData("[::1]", "::1")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    public void A_word_or_a_literal_is_an_address(string? text, string expected)
        => Assert.Equal(IPAddress.Parse(expected), ListenAddress.Parse(text));

    [Theory]
    [InlineData("everywhere")]
    [InlineData("300.1.2.3")]
    [InlineData("127.1")]
    public void Anything_else_is_refused_with_its_id(string text)
    {
        var error = Assert.Throws<NetException>(() => ListenAddress.Parse(text));
        Assert.Equal(FailureKind.InvalidAddress, error.Kind);
        Assert.Equal(text, error.Failure.Target);
    }
}
