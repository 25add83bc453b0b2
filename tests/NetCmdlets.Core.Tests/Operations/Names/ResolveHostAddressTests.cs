using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

public sealed class ResolveHostAddressTests
{
    [Fact]
    public async Task A_name_has_one_object_for_each_address_in_the_systems_order()
    {
        List<PipelineItem> items = await ResolveAsync(new() { ComputerName = ["localhost"] });
        IPAddress[] expected = await Dns.GetHostAddressesAsync("localhost").Within();

        Assert.Equal(expected, items.Results<HostAddress>().Select(found => found.Address));
        Assert.All(items.Results<HostAddress>(), found =>
        {
            Assert.Equal(("localhost", "localhost", "System"), (found.ComputerName, found.HostName, found.Source));
            Assert.True(IPAddress.IsLoopback(found.Address));
            Assert.Equal(found.Address.AddressFamily, found.AddressFamily);
        });
        Assert.Empty(items.Failures());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    public async Task An_address_is_looked_up_in_reverse(string text, string address)
    {
        HostAddress found = Assert.Single((await ResolveAsync(new() { ComputerName = [text] })).Results<HostAddress>());

        Assert.Equal((text, address), (found.ComputerName, found.Address.ToString()));
        // The hosts file of most systems names it; where it does not, that is no failure.
        Assert.Equal(found.HostName is null ? "Literal" : "System", found.Source);
    }

    [Theory]
    [InlineData(AddressFamilyChoice.IPv4, "127.0.0.1", 1)]
    [InlineData(AddressFamilyChoice.IPv6, "127.0.0.1", 0)]
    [InlineData(AddressFamilyChoice.IPv4, "::1", 0)]
    public async Task The_family_asked_for_is_kept(AddressFamilyChoice family, string text, int results)
    {
        List<PipelineItem> items = await ResolveAsync(new() { ComputerName = [text], Family = family });

        Assert.Equal(results, items.Results<HostAddress>().Count);
        Assert.Equal(1 - results, items.Failures().Count(failure => failure.Kind == FailureKind.NameNotFound));
    }

    [Theory]
    [InlineData(AddressFamilyChoice.Any, "Resolving 'no-such-host.invalid' failed: ")]
    [InlineData(AddressFamilyChoice.IPv6, "Resolving 'no-such-host.invalid' to IPv6 failed: ")]
    public async Task A_failure_tells_of_a_family_only_where_one_was_asked_for(
        AddressFamilyChoice family, string beginning)
    {
        List<PipelineItem> items = await ResolveAsync(
            new() { ComputerName = ["no-such-host.invalid"], Family = family });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.StartsWith(beginning, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("family", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_fails_and_the_others_go_on()
    {
        string tooLong = new('a', 64);
        List<PipelineItem> items = await ResolveAsync(new()
        {
            ComputerName = ["no-such-host.invalid", "localhost", tooLong + ".invalid"],
            Family = AddressFamilyChoice.IPv4,
        });

        Assert.Equal(IPAddress.Loopback, Assert.Single(items.Results<HostAddress>()).Address);
        Assert.Equal(
            [tooLong + ".invalid", "no-such-host.invalid"],
            items.Failures().Select(failure => (string)failure.Target!).Order(StringComparer.Ordinal));
        Assert.All(items.Failures(), failure => Assert.Equal(FailureKind.NameNotFound, failure.Kind));
    }

    [Fact]
    public async Task Many_names_are_looked_up_at_once_and_each_is_answered()
    {
        string[] names = [.. Enumerable.Repeat("localhost", 500)];
        List<PipelineItem> items = await ResolveAsync(new()
        {
            ComputerName = names,
            Family = AddressFamilyChoice.IPv4,
            ThrottleLimit = 50,
        });

        Assert.Equal(500, items.Results<HostAddress>().Count(found => found.Address.Equals(IPAddress.Loopback)));
    }

    [Fact]
    public async Task A_stop_ends_the_look_ups()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ResolveHostAddressOperation().CollectAsync(new() { ComputerName = ["localhost"] }, stopped.Token));
    }

    [Theory]
    [InlineData("192.168.1.1", true)]
    [InlineData("fe80::1%lo", true)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("127.1", false)]
    [InlineData("2130706433", false)]
    [InlineData("300.1.2.3", false)]
    [InlineData("localhost", false)]
    public void Only_a_whole_address_is_taken_as_one(string text, bool expected)
        => Assert.Equal(expected, HostResolver.TryParseLiteral(text, out _));

    private static Task<List<PipelineItem>> ResolveAsync(ResolveHostAddressRequest request)
        => new ResolveHostAddressOperation().CollectAsync(request);
}
