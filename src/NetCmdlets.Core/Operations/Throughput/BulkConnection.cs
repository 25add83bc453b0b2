using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Throughput;

/// <summary>One connection that sends, receives, or both, until it is told to stop.</summary>
internal sealed class BulkConnection : IDisposable
{
    private readonly IByteTransport transport;
    private readonly MeasureTcpThroughputRequest request;
    private readonly RatePacer? pacer;
    private readonly CancellationTokenSource stopping = new();
    private readonly long? acknowledgedBefore;
    private long taken;
    private long received;
    private volatile bool aborting;

    /// <param name="transport">The connection, just made.</param>
    /// <param name="request">What to do on it.</param>
    /// <param name="pacer">Holds it, with the others that share it, to a rate; null for none.</param>
    public BulkConnection(IByteTransport transport, MeasureTcpThroughputRequest request, RatePacer? pacer)
    {
        this.transport = transport;
        this.request = request;
        this.pacer = pacer;
        acknowledgedBefore = transport.KernelInfo?.AcknowledgedBytes;
    }

    /// <summary>
    /// How many bytes were sent: what the system took, less what it still holds back where it tells, because a slow
    /// link's queue is no throughput.
    /// </summary>
    public long Sent
    {
        get
        {
            long all = Volatile.Read(ref taken);
            return transport.KernelInfo?.AcknowledgedBytes is long acknowledged && acknowledgedBefore is long before
                ? Math.Min(all, acknowledged - before)
                : all;
        }
    }

    /// <summary>How many bytes came.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>What was sent and received when it was enough.</summary>
    public (long Sent, long Received) AtStop { get; private set; }

    /// <summary>Why it ended early; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the kernel knew just before the end.</summary>
    public TcpKernelInfo? Kernel { get; private set; }

    private bool IsStopped => stopping.IsCancellationRequested;

    /// <summary>Runs until <see cref="Stop"/> and then until the server has taken all.</summary>
    public Task RunAsync() => Task.WhenAll(
        request.Direction == ThroughputDirection.Receive ? Task.CompletedTask : Task.Run(SendAsync),
        Task.Run(ReceiveAsync));

    /// <summary>Says that it is enough.</summary>
    public void Stop()
    {
        Kernel ??= transport.KernelInfo;
        AtStop = (Sent, Received);
        stopping.Cancel();
        // Nobody reads any further what the server sends by itself.
        if (request.Direction == ThroughputDirection.Receive)
            transport.Abort();
    }

    /// <summary>Ends them at once.</summary>
    public static void Abort(IReadOnlyList<BulkConnection> connections)
    {
        // All are told before the first is closed: hundreds that go on as fast as they can would leave no processor to
        // close them one after the other.
        foreach (BulkConnection connection in connections)
            connection.aborting = true;
        foreach (BulkConnection connection in connections)
        {
            connection.stopping.Cancel();
            connection.transport.Abort();
        }
    }

    public void Dispose()
    {
        transport.Dispose();
        stopping.Dispose();
    }

    private async Task SendAsync()
    {
        byte[] block = new byte[pacer?.UnitBytes ?? request.BufferBytes];
        new Random(1).NextBytes(block);
        while (!IsStopped && !aborting)
        {
            if (!await MayGoOnAsync(block.Length).ConfigureAwait(false))
                break;
            TransferResult result = await transport.SendAsync(block).ConfigureAwait(false);
            Interlocked.Add(ref taken, result.Bytes);
            if (!result.Succeeded)
            {
                Fault ??= IsStopped ? null : Failed(result.Error, "Sending to");
                return;
            }
        }

        if (!aborting)
            await transport.CompleteSendingAsync().ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        bool paced = request.Direction == ThroughputDirection.Receive;
        byte[] block = new byte[paced && pacer is not null ? pacer.UnitBytes : request.BufferBytes];
        while (!aborting)
        {
            TransferResult result = await transport.ReceiveAsync(block).ConfigureAwait(false);
            Interlocked.Add(ref received, result.Bytes);
            if (result.Succeeded && result.Bytes > 0)
            {
                if (paced)
                    await MayGoOnAsync(result.Bytes).ConfigureAwait(false);
                continue;
            }

            if (!IsStopped)
            {
                Fault ??= result.Succeeded
                    ? "the server closed the connection." : Failed(result.Error, "Receiving from");
                transport.Abort();
            }

            return;
        }
    }

    private string Failed(SocketError error, string what)
        => (transport.Failure ?? SocketFailure.From(error, $"{what} {transport.RemoteEndPoint}", null)).Message;

    // False where it was stopped in the wait.
    private async ValueTask<bool> MayGoOnAsync(int bytes)
    {
        if (pacer is null)
            return true;
        try
        {
            await pacer.WaitAsync(bytes, stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
