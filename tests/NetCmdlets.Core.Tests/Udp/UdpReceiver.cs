using System.Globalization;
using System.Net;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Udp;

/// <summary>A Receive-UdpDatagram under way: bound when it is handed out, read one item at a time.</summary>
internal sealed class UdpReceiver : IAsyncDisposable
{
    private readonly IAsyncEnumerator<PipelineItem> items;
    private readonly CancellationTokenSource stop = new();

    private UdpReceiver(ReceiveUdpDatagramRequest request, TimeProvider? time)
        => items = new ReceiveUdpDatagramOperation(time ?? TimeProvider.System)
            .RunAsync(request, stop.Token).GetAsyncEnumerator(stop.Token);

    public int Port { get; private set; }

    public IPEndPoint Loopback => new(IPAddress.Loopback, Port);

    public static async Task<UdpReceiver> StartAsync(ReceiveUdpDatagramRequest request, TimeProvider? time = null)
    {
        var receiver = new UdpReceiver(request, time);
        // The first line of the verbose stream tells that it is bound, and where.
        PipelineItem bound = (await receiver.NextAsync())!.Value;
        string text = (string)bound.Payload;
        receiver.Port = int.Parse(text[(text.LastIndexOf(':') + 1)..^1], CultureInfo.InvariantCulture);
        return receiver;
    }

    /// <summary>The next item; null at the end.</summary>
    public async Task<PipelineItem?> NextAsync() => await items.MoveNextAsync().Within() ? items.Current : null;

    public async Task<UdpDatagram> NextDatagramAsync() => (UdpDatagram)(await NextAsync())!.Value.Payload;

    public void Stop() => stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync();
        stop.Dispose();
    }
}
