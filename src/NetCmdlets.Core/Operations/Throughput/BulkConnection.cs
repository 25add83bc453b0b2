using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Throughput;

/// <summary>One connection that sends, receives, or both, until it is told to stop.</summary>
internal sealed class BulkConnection(IByteTransport transport, MeasureTcpThroughputRequest request) : IDisposable
{
    private long sent;
    private long received;
    private volatile bool stopped;

    /// <summary>How many bytes the system took.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <summary>How many bytes came.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>Why it ended early; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the kernel knew just before the end.</summary>
    public TcpKernelInfo? Kernel { get; private set; }

    /// <summary>Runs until <see cref="Stop"/> and then until the server has taken all.</summary>
    public Task RunAsync() => Task.WhenAll(
        request.Direction == ThroughputDirection.Receive ? Task.CompletedTask : Task.Run(SendAsync),
        Task.Run(ReceiveAsync));

    /// <summary>Says that it is enough.</summary>
    public void Stop()
    {
        Kernel ??= transport.KernelInfo;
        stopped = true;
        // Nobody reads any further what the server sends by itself.
        if (request.Direction == ThroughputDirection.Receive)
            transport.Abort();
    }

    /// <summary>Ends it at once.</summary>
    public void Abort() => transport.Abort();

    public void Dispose() => transport.Dispose();

    private async Task SendAsync()
    {
        byte[] block = new byte[request.BufferBytes];
        new Random(1).NextBytes(block);
        while (!stopped)
        {
            TransferResult result = await transport.SendAsync(block).ConfigureAwait(false);
            Interlocked.Add(ref sent, result.Bytes);
            if (!result.Succeeded)
            {
                Fault ??= stopped ? null : $"sending failed: {result.Error}.";
                return;
            }
        }

        await transport.CompleteSendingAsync().ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        byte[] block = new byte[request.BufferBytes];
        while (true)
        {
            TransferResult result = await transport.ReceiveAsync(block).ConfigureAwait(false);
            Interlocked.Add(ref received, result.Bytes);
            if (result.Succeeded && result.Bytes > 0)
                continue;
            if (!stopped)
            {
                Fault ??= result.Succeeded ? "the server closed the connection." : $"receiving failed: {result.Error}.";
                transport.Abort();
            }

            return;
        }
    }
}
