using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Hosts;

public sealed class GetHostInterfaceTests
{
    private static readonly HostInterface[] Lab =
    [
        new() { Name = "lo", Index = 1, IPv4Address = ["127.0.0.1/8"], IPv6Address = ["::1/128"], IsLoopback = true },
        new()
        {
            Name = "eth0",
            Index = 2,
            IPv4Address = ["192.0.2.5/24"],
            IPv6Address = ["2001:db8::5/64", "fe80::5%eth0/64"],
            Gateway = ["192.0.2.1", "fe80::1%eth0"],
            DnsServer = ["192.0.2.53", "2001:db8::53"],
        },
        new() { Name = "eth1", Index = 3, IPv4Address = ["192.0.2.129/25"], IPv6Address = ["fe80::6%eth1/64"] },
        new() { Name = "spare", Index = 4, Status = InterfaceStatus.Down },
    ];

    public static TheoryData<string, GetHostInterfaceRequest> Choices => new()
    {
        { "lo eth0 eth1 spare", new() },
        { "eth0 eth1", new() { Name = ["ETH*"] } },
        { "lo eth1", new() { Name = ["eth1", "l?", "lo"] } },
        { "", new() { Name = ["wlan*"] } },
        { "eth0 spare", new() { Index = [4, 2] } },
        { "eth0", new() { Name = ["eth*"], Index = [1, 2] } },
        { "lo eth0 eth1", new() { Up = true } },
        { "lo eth0 eth1", new() { Family = AddressFamilyChoice.IPv4 } },
        { "eth0", new() { Address = ["192.0.2.5"] } },
        { "eth0", new() { Address = ["192.0.2.9"] } },
        { "eth1", new() { Address = ["192.0.2.200"] } },
        { "eth0", new() { Address = ["2001:db8::77"] } },
        { "eth0 eth1", new() { Address = ["fe80::99"] } },
        { "eth1", new() { Address = ["fe80::99%eth1"] } },
        { "eth1", new() { Address = ["fe80::99%3"] } },
        { "lo", new() { Address = ["127.9.9.9"] } },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Those_asked_for_are_told_once_and_in_order(string names, GetHostInterfaceRequest request)
    {
        List<PipelineItem> items = await new GetHostInterfaceOperation(() => Lab).CollectAsync(request);
        Assert.Empty(items.Failures());
        Assert.Equal(names, string.Join(' ', items.Results<HostInterface>().Select(one => one.Name)));
    }

    public static TheoryData<GetHostInterfaceRequest, FailureKind, object> Missing => new()
    {
        { new() { Name = ["eth9", "eth0"] }, FailureKind.AddressNotAvailable, "eth9" },
        { new() { Index = [9, 2] }, FailureKind.AddressNotAvailable, 9 },
        { new() { Address = ["203.0.113.1", "192.0.2.5"] }, FailureKind.AddressNotAvailable, "203.0.113.1" },
        { new() { Address = ["192.0.2.500", "192.0.2.5"] }, FailureKind.InvalidAddress, "192.0.2.500" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task What_is_not_there_is_a_failure_and_the_others_are_told(
        GetHostInterfaceRequest request, FailureKind kind, object target)
    {
        List<PipelineItem> items = await new GetHostInterfaceOperation(() => Lab).CollectAsync(request);
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal((kind, target), (failure.Kind, failure.Target));
        Assert.Equal("eth0", Assert.Single(items.Results<HostInterface>()).Name);
    }

    [Fact]
    public async Task A_wildcard_that_is_none_ends_the_use()
        => Assert.Equal(
            FailureKind.InvalidRequest,
            (await Assert.ThrowsAsync<NetException>(() => new GetHostInterfaceOperation(() => Lab)
                .CollectAsync(new GetHostInterfaceRequest { Name = ["eth["] }))).Kind);

    [Fact]
    public async Task One_family_leaves_nothing_of_the_other()
    {
        HostInterface six = Assert.Single((await new GetHostInterfaceOperation(() => Lab).CollectAsync(
            new() { Name = ["eth0"], Family = AddressFamilyChoice.IPv6 })).Results<HostInterface>());
        Assert.Empty(six.IPv4Address);
        Assert.Equal(
            ("2001:db8::5/64 fe80::5%eth0/64", "fe80::1%eth0", "2001:db8::53"),
            (string.Join(' ', six.IPv6Address), Assert.Single(six.Gateway), Assert.Single(six.DnsServer)));
    }

    [Fact]
    public void The_loopback_interface_of_this_host_is_told()
    {
        HostInterface loopback = SystemInterfaces.Read().First(one => one.IsLoopback);
        Assert.Contains("127.0.0.1/8", loopback.IPv4Address);
        Assert.Equal(InterfaceStatus.Up, loopback.Status);
        Assert.Null(loopback.PhysicalAddress);
        Assert.True(loopback.Index > 0);
    }

    [Fact]
    public void What_the_kernel_tells_is_what_the_runtime_tells()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no netlink here.");
        IReadOnlyList<HostInterface> kernel = KernelInterfaces.Read();
        IReadOnlyList<HostInterface> runtime = RuntimeInterfaces.Read();
        Assert.Equal(
            kernel.Select(Told).Order(StringComparer.Ordinal), runtime.Select(Told).Order(StringComparer.Ordinal));

        static string Told(HostInterface one) => string.Join(' ',
            [
                one.Name, one.Type, one.PhysicalAddress ?? "-", one.Mtu, one.IsLoopback, one.SupportsMulticast,
                .. one.IPv4Address.Concat(one.IPv6Address).Order(StringComparer.Ordinal),
            ]);
    }

    [Theory]
    [InlineData("# nameserver 192.0.2.1\n;nameserver 192.0.2.2\nnameserver 192.0.2.3 # near", "192.0.2.3")]
    [InlineData("\tnameserver\t2001:db8::53\nnameserver 192.0.2.53", "2001:db8::53 192.0.2.53")]
    [InlineData("search lab.example\noptions edns0\nnameserver\nnameserver fe80::1%lo\nnameserver host", "fe80::1%lo")]
    [InlineData("", "")]
    public void Name_servers_are_those_of_the_resolvers_file(string text, string servers)
        => Assert.Equal(servers, string.Join(' ', ResolverFile.Servers(text.Split('\n'))));

    [Fact]
    public void A_resolvers_file_that_is_not_there_has_no_servers()
        => Assert.Empty(ResolverFile.Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
}
