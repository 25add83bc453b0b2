using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Operations.Statistics;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Addresses;

public sealed class AddressOperationTests
{
    [Fact]
    public async Task Get_SubnetInfo_goes_on_after_a_network_that_is_none()
    {
        List<PipelineItem> items = await new GetSubnetInfoOperation().CollectAsync(new GetSubnetInfoRequest
        {
            Network = ["10.0.0.0/33", "192.168.1.152", "172.16.5.4"],
            Mask = null,
        });
        Assert.Equal(["192.168.1.0/24", "172.16.0.0/16"], items.Results<SubnetInfo>().Select(info => info.Cidr));
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.InvalidSubnet, failure.Kind);
        Assert.Equal("10.0.0.0/33", failure.Target);
    }

    [Fact]
    public void Get_SubnetInfo_puts_the_mask_to_every_address()
    {
        IEnumerable<PipelineItem> items = new GetSubnetInfoOperation().Run(new GetSubnetInfoRequest
        {
            Network = ["10.1.2.3", "10.0.0.0/8", "10.4.5.6"],
            Mask = "0.0.255.255",
        }).ToArray();
        Assert.Contains("has a mask of its own", Assert.Single(items.Failures()).Message, StringComparison.Ordinal);
        Assert.Equal(["10.1.0.0/16", "10.4.0.0/16"], items.Results<SubnetInfo>().Select(info => info.Cidr));
    }

    [Theory]
    [InlineData(2, "10.0.0.0/25 10.0.0.128/25")]
    [InlineData(1, "10.0.0.0/24")]
    public void Split_Subnet_by_count(int count, string expected) =>
        Assert.Equal(expected, Split(new SplitSubnetRequest { Network = ["10.0.0.0/24"], Count = count }));

    [Fact]
    public void Split_Subnet_by_more_than_there_are_addresses_is_refused()
    {
        IEnumerable<PipelineItem> items = new SplitSubnetOperation().Run(
            new SplitSubnetRequest { Network = ["10.0.0.0/30"], Count = 5 });
        Assert.Equal(
            "10.0.0.0/30 has 4 addresses, too few for 5 subnets. Give a count from 1 to 4.",
            Assert.Single(items.Failures()).Message);
    }

    [Fact]
    public void Split_Subnet_is_told_one_way_to_split()
    {
        var none = new SplitSubnetRequest { Network = ["10.0.0.0/8"] };
        Assert.Equal(FailureKind.InvalidRequest, Assert.Throws<NetException>(() => Split(none)).Kind);
        Assert.Throws<NetException>(() => Split(none with { Count = 2, PrefixLength = 9 }));
        Assert.Throws<NetException>(() => Split(none with { Count = 2, HostCount = [5] }));
    }

    [Fact]
    public void Split_Subnet_makes_a_subnet_when_it_is_asked_for()
    {
        IEnumerable<PipelineItem> items = new SplitSubnetOperation().Run(
            new SplitSubnetRequest { Network = ["::/0"], PrefixLength = 128 });
        Assert.Equal(["::/128", "::1/128"], items.Take(2).Results<SubnetInfo>().Select(info => info.Cidr));
    }

    [Fact]
    public void Join_Subnet_tells_its_result_after_the_last_request()
    {
        var sink = new Pipeline.RecordingSink();
        using var pump = new PipelinePump<JoinSubnetRequest>(new JoinSubnetOperation(), concurrency: 1);
        pump.Submit(new JoinSubnetRequest { Network = ["10.0.1.0/24", "x"] }, sink);
        pump.Submit(new JoinSubnetRequest { Network = ["10.0.0.0/24"] }, sink);
        pump.Complete(sink);
        Assert.Equal("10.0.0.0/23", Assert.Single(sink.Results).ToString());
        Assert.Equal(FailureKind.InvalidSubnet, Assert.Single(sink.Failures).Kind);
    }

    [Fact]
    public void Join_Subnet_finds_a_supernet_for_each_family()
    {
        var operation = new JoinSubnetOperation();
        Assert.Empty(operation.Run(new JoinSubnetRequest
        {
            Network = ["10.0.0.0/24", "2001:db8::1", "10.0.9.0/24", "2001:db8::2"],
            Supernet = true,
        }));
        Assert.Equal(
            ["10.0.0.0/20", "2001:db8::/126"], operation.Complete().Results<SubnetInfo>().Select(info => info.Cidr));
    }

    [Fact]
    public void Test_SubnetMember_answers_for_each_address()
    {
        var request = new TestSubnetMemberRequest
        {
            Address = ["10.1.2.3", "11.0.0.1", "10.0.0.0/8"],
            Network = ["10.0.0.0/8", "10.1.0.0-10.1.255.255"],
        };
        PipelineItem[] plain = [.. new TestSubnetMemberOperation().Run(request)];
        Assert.Equal([true, false], plain.Results<bool>());
        Assert.Contains("is a network, not one address", Assert.Single(plain.Failures()).Message, StringComparison.Ordinal);
        SubnetMembership[] told = [.. new TestSubnetMemberOperation().Run(request with { PassThru = true })
            .Results<SubnetMembership>()];
        Assert.Equal(new SubnetMembership("10.1.2.3", true, "10.1.0.0/16", 16), told[0]);
        Assert.Equal(new SubnetMembership("11.0.0.1", false, null, null), told[1]);
    }

    [Fact]
    public void Get_SubnetAddress_takes_a_range_whole_and_a_network_without_its_ends()
    {
        var request = new GetSubnetAddressRequest { Network = ["10.0.0.0/30", "10.0.0.8-10.0.0.9"] };
        Assert.Equal("10.0.0.1 10.0.0.2 10.0.0.8 10.0.0.9", List(request));
        Assert.Equal("10.0.0.0 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.8 10.0.0.9", List(request with { All = true }));
        Assert.Equal("10.0.0.2 10.0.0.9", List(request with { Index = [-1] }));
        Assert.Throws<NetException>(() => List(request with { Step = 0 }));
        Assert.Throws<NetException>(() => List(request with { Skip = -1 }));
    }

    [Fact]
    public void ConvertTo_IPAddress_numbers_the_scope()
    {
        PipelineItem[] items = [.. new ConvertToIPAddressOperation().Run(
            new ConvertToIPAddressRequest { InputObject = ["fe80::1%7", "fe80::1%no-such-interface", "zzz"] })];
        Assert.Equal(7, Assert.Single(items.Results<IPAddress>()).ScopeId);
        Assert.Equal(
            [FailureKind.InvalidAddress, FailureKind.InvalidAddress], items.Failures().Select(failure => failure.Kind));
        Assert.Contains("no-such-interface", items.Failures()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_PortInfo_tells_what_it_knows()
    {
        PortInfo[] found = [.. new GetPortInfoOperation().Run(new GetPortInfoRequest
        {
            Port = ["22", "60000"],
            ServiceName = ["*SQL"],
            Protocol = TransportProtocol.Tcp,
        }).Results<PortInfo>()];
        Assert.Equal(["ssh", null], found.Take(2).Select(info => info.ServiceName));
        Assert.Equal(PortRange.Dynamic, found[1].Range);
        Assert.Contains(found, info => info.ServiceName == "mysql");
        NetFailure failure = Assert.Single(new GetPortInfoOperation().Run(
            new GetPortInfoRequest { ServiceName = ["vxlan"], Protocol = TransportProtocol.Tcp }).Failures());
        Assert.Equal((FailureKind.InvalidPort, "vxlan"), (failure.Kind, failure.Target));
    }

    [Fact]
    public void Measure_StatisticalMultiplexing_takes_circuits_or_rates()
    {
        var request = new MeasureStatisticalMultiplexingRequest { Users = [35], Activity = 0.1 };
        Assert.Equal(10, Measure(request with { LinkRate = 1, UserRate = 0.1 }).Circuits);
        Assert.Equal(Measure(request with { Circuits = 10 }), Measure(request with { LinkRate = 1e6, UserRate = 1e5 }));
        Assert.Throws<NetException>(() => Measure(request));
        Assert.Throws<NetException>(() => Measure(request with { Circuits = 10, LinkRate = 1, UserRate = 1 }));
        Assert.Throws<NetException>(() => Measure(request with { Circuits = 10, Activity = 2 }));
        Assert.Throws<NetException>(() => Measure(request with { Circuits = 10, OverloadRisk = double.NaN }));
    }

    private static string Split(SplitSubnetRequest request) =>
        string.Join(' ', new SplitSubnetOperation().Run(request).Results<SubnetInfo>());

    private static string List(GetSubnetAddressRequest request) =>
        string.Join(' ', new GetSubnetAddressOperation().Run(request).Results<IPAddress>());

    private static MultiplexingResult Measure(MeasureStatisticalMultiplexingRequest request) =>
        Assert.Single(new MeasureStatisticalMultiplexingOperation().Run(request).Results<MultiplexingResult>());
}
