using System.Net;
using System.Net.Sockets;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class BulkConnectionTests
{
    [Fact]
    public async Task What_is_received_keeps_to_the_rate()
    {
        // 8 Mbit/s in pieces of 10 ms.
        const int Piece = 10_000;
        var clock = new ManualClock();
        using var connection = new BulkConnection(
            new EndlessTransport(),
            new MeasureTcpThroughputRequest { Direction = ThroughputDirection.Receive },
            RatePacer.OfStream(8_000_000, 65_536, clock));
        Task running = connection.RunAsync();
        for (int turns = 0; turns < 20; turns++)
        {
            // It waits after what it has received; the first piece needs no wait.
            await Until.TrueAsync(() => connection.Received >= (turns + 2) * Piece);
            await clock.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(10));
            Assert.Equal((turns + 2) * Piece, connection.Received);
            clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        connection.Stop();
        await running.Within();
        Assert.Null(connection.Fault);
    }

    /// <summary>A peer that sends without an end.</summary>
    private sealed class EndlessTransport : IByteTransport
    {
        private volatile bool closed;

        public EndPoint? LocalEndPoint => null;

        public EndPoint? RemoteEndPoint => null;

        public ValueTask<TransferResult> WaitReadableAsync() => ValueTask.FromResult(new TransferResult(0, default));

        public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer) => ValueTask.FromResult(closed
            ? new TransferResult(0, SocketError.OperationAborted)
            : new TransferResult(buffer.Length, SocketError.Success));

        public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data)
            => ValueTask.FromResult(new TransferResult(data.Length, SocketError.Success));

        public ValueTask<SocketError> CompleteSendingAsync() => ValueTask.FromResult(SocketError.Success);

        public void Abort() => closed = true;

        public void Dispose() => closed = true;
    }
}
