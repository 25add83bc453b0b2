using System.Net;
using System.Net.Sockets;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Operations.Waiting;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations;

/// <summary>What the probes say of how far they are, while nobody answers and when all is done.</summary>
public sealed class ProbeProgressTests
{
    [Fact]
    public async Task Handshakes_are_counted_against_all_that_are_to_come()
    {
        using var full = FullBacklog.Listen();
        var operation = new TestTcpHandshakeOperation();
        Assert.Null(operation.Progress);
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> test = operation.CollectAsync(
            new()
            {
                // Eight addresses that refuse, one network that is none, and one host that does not answer.
                ComputerName = ["127.9.0.1-127.9.0.8", "10.0.0.0/33", "127.0.0.1"],
                Port = [$"{full.EndPoint.Port}"],
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        await Until.TrueAsync(
            () => operation.Progress?.Status.StartsWith("8 of 9, 0 open, ", StringComparison.Ordinal) == true);

        Assert.Equal(("Shaking hands", 88), (operation.Progress!.Activity, operation.Progress.PercentComplete));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Within());
    }

    [Fact]
    public async Task Each_address_of_a_name_is_one_to_come()
    {
        var operation = new TestTcpHandshakeOperation();
        List<PipelineItem> items = await operation.CollectAsync(
            new() { ComputerName = ["localhost", "no-such-host.invalid"], Port = ["1-3"] });
        int results = items.Results<TcpHandshake>().Count(result => result.State != HandshakeState.NameError);

        Assert.StartsWith($"{results} of {results}, ", operation.Progress!.Status, StringComparison.Ordinal);
        Assert.Equal(100, operation.Progress.PercentComplete);
    }

    [Theory]
    [InlineData("10.0.0.0/8 10.1.0.1-10.1.0.4 web", (1 << 24) - 2 + 4 + 1)]
    [InlineData("2001:db8::/32", 1L << 46)]
    public void Hosts_are_counted_without_being_laid_out(string targets, long count)
        => Assert.Equal(count, HostTargets.Count(targets.Split(' ')));

    [Fact]
    public async Task A_wait_tells_its_time_and_what_was_reached()
    {
        using var full = FullBacklog.Listen();
        using var open = new TcpListener(IPAddress.Loopback, 0);
        open.Start();
        var clock = new ManualClock();
        var operation = new WaitNetPortOperation(clock);
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> wait = operation.CollectAsync(
            new()
            {
                ComputerName = [$"{full.EndPoint}", $"{open.LocalEndpoint}"],
                Timeout = TimeSpan.FromSeconds(100),
            },
            stop.Token);
        await Until.TrueAsync(() => operation.Progress?.Status == "1 of 2 after 0 s");
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(
            new OperationProgress("Waiting for ports to be open", "1 of 2 after 20 s", 20), operation.Progress);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
    }

    [Fact]
    public async Task A_check_that_waits_is_named()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var operation = new TestEchoServerOperation();
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> test = operation.CollectAsync(
            new()
            {
                ComputerName = ["127.0.0.1"],
                Port = ((IPEndPoint)mute.LocalEndpoint).Port,
                Id = ["Text", "Bytes"],
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        await Until.TrueAsync(() => operation.Progress is not null);

        Assert.Equal(
            new OperationProgress("Checking the echo server", "127.0.0.1: A text comes back byte for byte", 0),
            operation.Progress);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Within());
    }
}
