using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Pipeline;

/// <summary>What -Verbose tells of the way to a result.</summary>
public sealed class VerboseLineTests
{
    [Fact]
    public void A_client_tells_what_a_name_gave_each_address_and_each_attempt()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        RecordingSink sink = Run(verbose: true, new InvokeTcpRequestRequest
        {
            ComputerName = ["localhost"],
            Family = AddressFamilyChoice.IPv4,
            Port = ((IPEndPoint)taken.LocalEndPoint!).Port,
            RetryCount = 1,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });

        Assert.Single(sink.Failures);
        Assert.Collection(
            sink.Lines,
            line => Assert.Equal("verbose Resolving 'localhost' to IPv4 gave 127.0.0.1.", line),
            line => Assert.StartsWith($"verbose {taken.LocalEndPoint}: ConnectionRefused after ", line, StringComparison.Ordinal),
            line => Assert.StartsWith(
                "verbose Attempt 1 of 2 failed (ConnectionRefused). The next is in ", line, StringComparison.Ordinal),
            line => Assert.Equal("verbose Resolving 'localhost' to IPv4 gave 127.0.0.1.", line),
            line => Assert.StartsWith($"verbose {taken.LocalEndPoint}: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_use_that_wants_no_lines_gets_none()
        => Assert.Empty(Run(verbose: false, new InvokeTcpRequestRequest { ComputerName = ["127.0.0.1"], Port = 1 }).Lines);

    [Fact]
    public async Task What_outlives_the_use_writes_into_the_void()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? outliving = null;
        var sink = new RecordingSink();
        using (var pump = new PipelinePump<int>(new ScriptedOperation(Start), verbose: true))
        {
            pump.Submit(1, sink);
            pump.Complete(sink);
        }

        ended.SetResult();
        await outliving!.Within();
        Assert.Equal(["verbose during"], sink.Lines);

        async IAsyncEnumerable<PipelineItem> Start(
            int request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await VerboseSink.WriteAsync("during");
            outliving = OutliveAsync();
            yield break;
        }

        async Task OutliveAsync()
        {
            await ended.Task;
            await VerboseSink.WriteAsync("after");
        }
    }

    [Fact]
    public async Task A_line_that_finds_no_room_at_a_stop_ends_nothing()
    {
        var submitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? writing = null;
        using var pump = new PipelinePump<int>(new ScriptedOperation(Fill), capacity: 1, verbose: true);
        pump.Submit(1, new RecordingSink());
        submitted.SetResult();
        await full.Task.Within();
        pump.Cancel();
        // Who connects, and tells of it, must get to the end of what it does: it holds a socket.
        await writing!.Within();

        async IAsyncEnumerable<PipelineItem> Fill(
            int request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await submitted.Task.WaitAsync(cancellationToken);
            while (writing is not { IsCompleted: false })
                writing = VerboseSink.WriteAsync("connected").AsTask();
            full.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }

    private static RecordingSink Run(bool verbose, InvokeTcpRequestRequest request)
    {
        var sink = new RecordingSink();
        using var pump = new PipelinePump<InvokeTcpRequestRequest>(new InvokeTcpRequestOperation(), verbose: verbose);
        pump.Submit(request, sink);
        pump.Complete(sink);
        return sink;
    }
}
