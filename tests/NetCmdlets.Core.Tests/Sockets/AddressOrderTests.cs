using System.Net;
using NetCmdlets.Sockets;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class AddressOrderTests
{
    [Theory]
    [InlineData("::1 ::2 ::3 1.1.1.1 1.1.1.2", "::1 1.1.1.1 ::2 1.1.1.2 ::3")]
    [InlineData("1.1.1.1 1.1.1.2 ::1", "1.1.1.1 ::1 1.1.1.2")]
    [InlineData("1.1.1.1 1.1.1.2 1.1.1.3", "1.1.1.1 1.1.1.2 1.1.1.3")]
    [InlineData("::1 1.1.1.1", "::1 1.1.1.1")]
    [InlineData("::1", "::1")]
    public void Families_take_turns_and_keep_their_own_order(string given, string expected)
        => Assert.Equal(
            expected,
            string.Join(' ', AddressOrder.Interleave([.. given.Split(' ').Select(IPAddress.Parse)])));
}
