using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class HandshakeTargetTests
{
    [Theory]
    [InlineData("10.0.0.0/29", "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6")]
    [InlineData("10.0.0.4/31", "10.0.0.4 10.0.0.5")]
    [InlineData("10.0.0.9/32", "10.0.0.9")]
    [InlineData("10.0.0.254-10.0.1.1", "10.0.0.254 10.0.0.255 10.0.1.0 10.0.1.1")]
    [InlineData("2001:db8::1-2001:db8::3", "2001:db8::1 2001:db8::2 2001:db8::3")]
    [InlineData("10.0.0.7-9", "10.0.0.7 10.0.0.8 10.0.0.9")]
    [InlineData("10.0.0.7-7", "10.0.0.7")]
    [InlineData("web-1", "web-1")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("a b", "a b")]
    public void A_network_and_a_range_stand_for_their_hosts(string target, string hosts)
        => Assert.Equal(hosts, string.Join(' ', HostTargets.Expand([target])));

    [Fact]
    public void A_network_of_sixteen_million_hosts_is_not_laid_out()
        => Assert.Equal("10.0.0.3", HostTargets.Expand(["10.0.0.0/8"]).Skip(2).First());

    [Theory]
    [InlineData("10.0.0.0/33", true)]
    [InlineData("10.0.0.9-10.0.0.1", true)]
    [InlineData("10.0.0.1-::1", true)]
    [InlineData("10.0.0.9-1", true)]
    [InlineData("10.0.0.9-256", true)]
    [InlineData("10.0.0.9-", true)]
    [InlineData("::1-9", true)]
    [InlineData("10.0.0.1-9", false)]
    [InlineData("10.0.0.1-10.0.0.9", false)]
    [InlineData("1.2.3.4-static.example", false)]
    [InlineData("web-1", false)]
    public void A_range_that_runs_backwards_is_no_name(string target, bool wrong)
        => Assert.Equal(wrong ? FailureKind.InvalidSubnet : null, HostTargets.FaultOf(target)?.Kind);

    [Theory]
    [InlineData("https://www.example.com:8443/a?b", "Give the host alone: www.example.com.")]
    [InlineData("http://[::1]/", "Give the host alone: ::1.")]
    [InlineData("://", "Give the host alone.")]
    public void A_url_is_no_host(string target, string advice)
    {
        NetFailure? fault = HostTargets.FaultOf(target);
        Assert.Equal(FailureKind.InvalidAddress, fault?.Kind);
        Assert.Equal($"'{target}' is a URL and no host. {advice}", fault!.Message);
    }

    [Fact]
    public async Task A_network_that_is_none_is_a_failure_for_a_tls_handshake_too()
    {
        List<PipelineItem> items = await new TestTlsHandshakeOperation().CollectAsync(
            new() { ComputerName = ["10.0.0.0/33"], Port = ["1"] });

        Assert.Equal(FailureKind.InvalidSubnet, Assert.Single(items.Failures()).Kind);
        Assert.Empty(items.Results<TlsHandshake>());
    }

    [Fact]
    public async Task A_network_that_is_none_is_a_failure_and_the_next_target_goes_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        List<PipelineItem> items = await new TestTcpHandshakeOperation().CollectAsync(new()
        {
            ComputerName = ["10.0.0.0/33", "300.1.2.3/24", "127.0.0.1"],
            Port = [$"{((IPEndPoint)listener.LocalEndpoint).Port}"],
        });

        Assert.All(items.Failures(), failure => Assert.Equal(FailureKind.InvalidSubnet, failure.Kind));
        Assert.Equal(2, items.Failures().Count);
        Assert.True(Assert.Single(items.Results<TcpHandshake>()).Succeeded);
    }

    [Fact]
    public async Task A_trace_shows_the_three_segments_of_a_handshake_and_the_two_of_a_refusal()
    {
        RequireRawSockets();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int open = ((IPEndPoint)listener.LocalEndpoint).Port;
        int closed = ((IPEndPoint)bound.LocalEndPoint!).Port;
        List<PipelineItem> items = await new TestTcpHandshakeOperation().CollectAsync(
            new() { ComputerName = ["127.0.0.1"], Port = [$"{open},{closed}"], Trace = true });

        TcpHandshake made = items.Results<TcpHandshake>().Single(result => result.Port == open);
        Assert.Equal(["SYN", "SYN,ACK", "ACK"], made.Segments!.Select(segment => segment.Flags));
        Assert.Equal([true, false, true], made.Segments!.Select(segment => segment.Sent));
        Assert.Equal(made.Segments![0].SequenceNumber + 1, made.Segments[1].AcknowledgmentNumber);
        Assert.Equal(made.Segments[1].SequenceNumber + 1, made.Segments[2].AcknowledgmentNumber);
        Assert.Equal(TimeSpan.Zero, made.Segments[0].Time);
        Assert.True(made.Segments[1].Time < made.Segments[2].Time);
        Assert.Matches($@"^ +{made.LocalEndPoint} +{made.RemoteEndPoint}$", made.Trace![0]);
        Assert.Matches(@"^ +0\.0 us \|-- SYN seq=\d+ win=\d+ -+>\|$", made.Trace[1]);
        Assert.Matches(@"s \|<- SYN,ACK seq=\d+ ack=\d+ win=\d+ -+\|$", made.Trace[3]);
        TcpHandshake refused = items.Results<TcpHandshake>().Single(result => result.Port == closed);
        Assert.Equal(["SYN", "RST,ACK"], refused.Segments!.Select(segment => segment.Flags));
        Assert.Equal("ConnectionRefused: the peer answered with a reset.", refused.Reason);
    }

    private static void RequireRawSockets()
    {
        try
        {
            PacketCapture.Open(9).Dispose();
        }
        catch (NetException error)
        {
            Assert.Skip(error.Message);
        }
    }
}
