using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Cli.Binding;
using NetCmdlets.Operations.Names;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using Xunit;

namespace NetCmdlets.Cli.Tests;

/// <summary>The demonstration succeeds only where every reply was right.</summary>
public sealed class DemoTests
{
    [Fact]
    public void Every_reply_of_the_real_servers_is_right()
    {
        CliRun run = Run();
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Contains("9 of 9 steps were right.", run.Output, StringComparison.Ordinal);
        Assert.All(run.Lines.Where(line => !line.StartsWith('$')), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void A_datagram_echoed_wrongly_is_told_and_fails()
    {
        CliRun run = Run(typeof(LyingSend));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("WRONG: Text is 'Red', not 'red'.\n", run.Errors);
        Assert.Contains("8 of 9 steps were right.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_localhost_that_is_elsewhere_is_told_and_fails()
    {
        CliRun run = Run(typeof(LyingResolve));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("WRONG: localhost is 192.0.2.1, which is no loopback address.", run.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_demonstration_takes_no_arguments() => Assert.Equal(2, CliRun.Of("demo", "x").ExitCode);

    private static CliRun Run(params Type[] replacements)
        => CliRun.With(OperationCatalog.OfCore().With(replacements), null, default, "demo");

    [NetOperation("Send-UdpDatagram", typeof(SendUdpDatagramRequest), Output = typeof(UdpReply))]
    private sealed class LyingSend : INetOperation<SendUdpDatagramRequest>, IAsyncDisposable
    {
        private readonly SendUdpDatagramOperation real = new();

        public ValueTask DisposeAsync() => real.DisposeAsync();

        public async IAsyncEnumerable<PipelineItem> RunAsync(
            SendUdpDatagramRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (PipelineItem item in real.RunAsync(request, cancellationToken))
            {
                yield return item.Payload is UdpReply { Text: "red" } reply
                    ? PipelineItem.Result(reply with { Text = "Red" })
                    : item;
            }
        }
    }

    [NetOperation("Resolve-HostAddress", typeof(ResolveHostAddressRequest), Output = typeof(HostAddress))]
    private sealed class LyingResolve : INetOperation<ResolveHostAddressRequest>
    {
        public async IAsyncEnumerable<PipelineItem> RunAsync(
            ResolveHostAddressRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var address = IPAddress.Parse("192.0.2.1");
            yield return PipelineItem.Result(
                new HostAddress("localhost", "localhost", address, address.AddressFamily, "System", TimeSpan.Zero));
        }
    }
}
