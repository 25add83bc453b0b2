using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class TestTcpHandshakeTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task An_open_port_tells_both_end_points_and_the_times(string host)
    {
        using Socket listener = Listen(IPAddress.Parse(host));
        TcpHandshake result = Assert.Single(await TestAsync(Request(host, PortOf(listener))));

        Assert.Equal(HandshakeState.Open, result.State);
        Assert.True(result.Succeeded);
        Assert.Equal(host, result.ComputerName);
        Assert.Equal(IPAddress.Parse(host), result.Address);
        Assert.Equal(PortOf(listener), result.Port);
        Assert.Equal(listener.LocalEndPoint, result.RemoteEndPoint);
        Assert.Equal(IPAddress.Parse(host), result.LocalEndPoint!.Address);
        Assert.Equal(1, result.Attempts);
        Assert.Null(result.Reason);
        Assert.Null(result.ResolveTime);
        Assert.True(result.ConnectTime > TimeSpan.Zero);
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(result.RoundTripTime!.Value.TotalMicroseconds, 0.0001, 1_000_000);
            // Loopback's MTU is 65,536: the segment is that less the headers, unless a limit of the stack is lower.
            Assert.InRange(result.MaximumSegmentSize!.Value, 536, 65_536);
            Assert.Equal(0, result.Retransmits);
        }
    }

    [Fact]
    public async Task The_peer_sees_an_orderly_end()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        await TestAsync(Request("127.0.0.1", PortOf(listener)));
        using Socket peer = await listener.AcceptAsync().Within();

        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], SocketFlags.None).Within());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_closed_port_is_refused(string host)
    {
        int port = ClosedPort(IPAddress.Parse(host));
        TcpHandshake result = Assert.Single(await TestAsync(Request(host, port)));

        Assert.Equal(HandshakeState.Refused, result.State);
        Assert.False(result.Succeeded);
        Assert.StartsWith("ConnectionRefused", result.Reason, StringComparison.Ordinal);
        Assert.Null(result.LocalEndPoint);
        Assert.Null(result.RoundTripTime);
        Assert.True(result.ConnectTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task No_answer_is_filtered_once_the_time_is_over()
    {
        using var full = FullBacklog.Listen();
        TcpHandshake result = Assert.Single(await TestAsync(
            Request("127.0.0.1", full.EndPoint.Port) with { Timeout = TimeSpan.FromMilliseconds(60) }));

        Assert.Equal(HandshakeState.Filtered, result.State);
        Assert.Equal("ConnectionTimedOut: no answer within 0.06 s.", result.Reason);
        Assert.Null(result.ConnectTime);
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_open()
    {
        // Connects beyond the backlog are answered after a retransmitted SYN, once the listener has room again.
        var full = FullBacklog.Listen();
        Task<List<TcpHandshake>> test = TestAsync(
            Request("127.0.0.1", full.EndPoint.Port) with { Timeout = TimeSpan.FromSeconds(15) });
        Task accepting = full.AcceptAllAsync();
        TcpHandshake result = Assert.Single(await test);
        full.Dispose();
        await accepting.Within();

        Assert.Equal(HandshakeState.Open, result.State);
        Assert.True(result.ConnectTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_one_result_and_the_next_host_goes_on()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        List<TcpHandshake> results = await TestAsync(Request("127.0.0.1", PortOf(listener)) with
        {
            ComputerName = ["no-such-host.invalid", "127.0.0.1"],
            Port = ["1-3", $"{PortOf(listener)}"],
        });

        TcpHandshake failed = Assert.Single(results, result => result.State == HandshakeState.NameError);
        Assert.Equal("no-such-host.invalid", failed.ComputerName);
        Assert.Null(failed.Port);
        Assert.Null(failed.Address);
        Assert.Equal(0, failed.Attempts);
        Assert.Equal(4, results.Count(result => result.ComputerName == "127.0.0.1"));
        Assert.Single(results, result => result.Succeeded);
    }

    [Fact]
    public async Task A_name_is_tried_on_every_address_and_resolved_once()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        List<TcpHandshake> results = await TestAsync(Request("localhost", PortOf(listener)));

        Assert.Equal((await Dns.GetHostAddressesAsync("localhost")).Distinct().Order(Comparer<IPAddress>.Create(
            (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))).Select(a => a.ToString()),
            results.Select(result => result.Address!.ToString()).Order(StringComparer.Ordinal));
        Assert.Single(results.Select(result => result.ResolveTime).Distinct());
        Assert.NotNull(results[0].ResolveTime);
        Assert.Equal(HandshakeState.Open, results.Single(r => r.Address!.Equals(IPAddress.Loopback)).State);
    }

    [Fact]
    public async Task A_scan_gives_one_result_for_each_port()
    {
        // Other tests have sockets on the usual loopback address, some of which answer nobody.
        IPAddress quiet = OperatingSystem.IsLinux() ? IPAddress.Parse("127.77.0.1") : IPAddress.Loopback;
        using Socket listener = Listen(quiet);
        List<TcpHandshake> results = await TestAsync(
            Request(quiet.ToString(), 1) with { Port = ["30000-65535"], ThrottleLimit = 512 });

        Assert.Equal(Enumerable.Range(30000, 35536), results.Select(result => result.Port!.Value).Order());
        Assert.Equal(HandshakeState.Open, results.Single(result => result.Port == PortOf(listener)).State);
        Assert.DoesNotContain(results, r => r.State is not (HandshakeState.Open or HandshakeState.Refused));
        // No probe took itself or another probe for a listener.
        Assert.DoesNotContain(results, r => r.Succeeded && Equals(r.LocalEndPoint, r.RemoteEndPoint));
    }

    [Fact]
    public async Task Only_open_ports_are_emitted_where_asked()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        int closed = ClosedPort(IPAddress.Loopback);
        List<TcpHandshake> results = await TestAsync(
            Request("127.0.0.1", closed) with { Port = [$"{closed}", $"{PortOf(listener)}"], OpenOnly = true });

        Assert.Equal(PortOf(listener), Assert.Single(results).Port);
    }

    [Fact]
    public async Task Quiet_is_a_bool_for_each_host_and_port()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        int closed = ClosedPort(IPAddress.Loopback);
        // localhost may be ::1 first: any address that is open makes it true.
        List<PipelineItem> items = await new TestTcpHandshakeOperation().CollectAsync(
            Request("localhost", 1) with { Port = [$"{PortOf(listener)}"], Quiet = true });
        List<PipelineItem> both = await new TestTcpHandshakeOperation().CollectAsync(Request("127.0.0.1", 1) with
        {
            ComputerName = ["no-such-host.invalid", "127.0.0.1"],
            Port = [$"{closed}"],
            Quiet = true,
        });

        Assert.Equal([true], items.Results<bool>());
        Assert.Equal([false, false], both.Results<bool>());
    }

    [Fact]
    public async Task Several_handshakes_give_their_statistics()
    {
        using Socket listener = Listen(IPAddress.Loopback, backlog: 64);
        TcpHandshake result = Assert.Single(await TestAsync(
            Request("127.0.0.1", PortOf(listener)) with { Count = 15 }));

        Assert.Equal((15, 15, 15), (result.HandshakeCount, result.OpenCount, result.Attempts));
        Assert.InRange(result.MedianTime!.Value, result.MinimumTime!.Value, result.MaximumTime!.Value);
        Assert.InRange(result.ConnectTime!.Value, result.MinimumTime!.Value, result.MaximumTime!.Value);
    }

    [Fact]
    public async Task A_port_that_is_not_open_is_tried_again()
    {
        int closed = ClosedPort(IPAddress.Loopback);
        TcpHandshake result = Assert.Single(await TestAsync(Request("127.0.0.1", closed) with
        {
            RetryCount = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        }));

        Assert.Equal((HandshakeState.Refused, 4), (result.State, result.Attempts));
    }

    [Fact]
    public async Task The_source_address_is_the_one_asked_for()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        TcpHandshake result = Assert.Single(await TestAsync(
            Request("127.0.0.1", PortOf(listener)) with { LocalAddress = "127.0.0.9" }));

        Assert.Equal(IPAddress.Parse("127.0.0.9"), result.LocalEndPoint!.Address);
    }

    [Fact]
    public async Task A_source_address_of_another_machine_ends_the_call()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(
            () => TestAsync(Request("127.0.0.1", 80) with { LocalAddress = "192.0.2.1" }));
        Assert.Equal(FailureKind.AddressNotAvailable, error.Kind);
        error = await Assert.ThrowsAsync<NetException>(
            () => TestAsync(Request("127.0.0.1", 80) with { LocalAddress = "here" }));
        Assert.Equal(FailureKind.InvalidAddress, error.Kind);
    }

    [Fact]
    public async Task A_family_that_the_address_does_not_have_is_a_name_error()
    {
        TcpHandshake result = Assert.Single(await TestAsync(
            Request("::1", 80) with { Family = AddressFamilyChoice.IPv4 }));
        Assert.Equal((HandshakeState.NameError, 80), (result.State, result.Port));
    }

    [Fact]
    public async Task A_stop_ends_handshakes_that_wait_and_leaves_no_socket()
    {
        using var full = FullBacklog.Listen();
        using var stop = new CancellationTokenSource();
        var operation = new TestTcpHandshakeOperation();
        Task<List<PipelineItem>> test = operation.CollectAsync(
            Request("127.0.0.1", full.EndPoint.Port) with
            {
                ComputerName = [.. Enumerable.Repeat("127.0.0.1", 50)],
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        Assert.False(test.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Within());
    }

    [Fact]
    public async Task Requests_share_one_throttle()
    {
        using var full = FullBacklog.Listen();
        using Socket listener = Listen(IPAddress.Loopback);
        using var stop = new CancellationTokenSource();
        var operation = new TestTcpHandshakeOperation();
        Task<List<PipelineItem>> first = operation.CollectAsync(
            Request("127.0.0.1", full.EndPoint.Port) with { ThrottleLimit = 1, Timeout = TimeSpan.FromMinutes(5) },
            stop.Token);
        Task<List<PipelineItem>> second = operation.CollectAsync(
            Request("127.0.0.1", PortOf(listener)) with { ThrottleLimit = 1 }, stop.Token);

        // The one place is taken by a handshake without an answer: the other, which would be open at once, waits.
        Assert.False(second.IsCompleted);
        Assert.False(listener.Poll(0, SelectMode.SelectRead));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(first, second).Within());
    }

    private static TestTcpHandshakeRequest Request(string host, int port)
        => new() { ComputerName = [host], Port = [$"{port}"] };

    private static async Task<List<TcpHandshake>> TestAsync(TestTcpHandshakeRequest request)
        => (await new TestTcpHandshakeOperation().CollectAsync(request)).Results<TcpHandshake>();

    private static Socket Listen(IPAddress address, int backlog = 8)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    // Bound and not listening: nobody else gets it as long as the process lives, and a connect is refused.
    private static int ClosedPort(IPAddress address)
    {
        var bound = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(address, 0));
        Reserved.Add(bound);
        return PortOf(bound);
    }

    private static readonly System.Collections.Concurrent.ConcurrentBag<Socket> Reserved = [];
}
