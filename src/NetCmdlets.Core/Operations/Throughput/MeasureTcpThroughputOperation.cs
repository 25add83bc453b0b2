using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Throughput;

/// <summary>Measures the bulk rate to servers, one after another.</summary>
[NetOperation("Measure-TcpThroughput", typeof(MeasureTcpThroughputRequest), Output = typeof(NetCmdlets.Throughput))]
public sealed class MeasureTcpThroughputOperation(TimeProvider? time = null)
    : INetOperation<MeasureTcpThroughputRequest>
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        MeasureTcpThroughputRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Connections < 1 || request.BufferBytes < 1 || request.Duration <= TimeSpan.Zero
            || request.BitsPerSecond < 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "Connections and BufferBytes begin at 1, BitsPerSecond at 0; the duration is above zero.");
        }

        foreach (string target in TcpClients.TargetsOf(request))
        {
            await foreach (PipelineItem item in MeasureAsync(target, request, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private async IAsyncEnumerable<PipelineItem> MeasureAsync(
        string target,
        MeasureTcpThroughputRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connections = new List<BulkConnection>();
        try
        {
            TcpDialer dialer = TcpClients.DialerOf(request);
            RatePacer? pacer = RatePacer.OfStream(request.BitsPerSecond, request.BufferBytes, time);
            for (int number = 0; number < request.Connections; number++)
            {
                DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
                if (dialed.Failure is not null)
                {
                    yield return PipelineItem.Failure(dialed.Failure);
                    yield break;
                }

                connections.Add(new BulkConnection(dialed.Transport!, request, pacer));
            }

            var samples = new ThroughputSamples();
            TimeSpan elapsed = TimeSpan.Zero;
            TimeSpan? stoppedAt = null;
            bool open = false;
            Task running = Task.WhenAll(connections.Select(connection => connection.RunAsync()));
            await foreach (TimeSpan now in MeasuredRun
                .TicksAsync(
                    running, () => BulkConnection.Abort(connections), time, cancellationToken)
                .ConfigureAwait(false))
            {
                elapsed = now;
                if (stoppedAt is null && elapsed >= request.Duration)
                {
                    stoppedAt = elapsed;
                    connections.ForEach(connection => connection.Stop());
                    samples.TakeLast(elapsed, BytesOf(connections, request.Direction));
                }
                else if (stoppedAt is not null && elapsed - stoppedAt >= request.Timeout && !running.IsCompleted)
                {
                    // The server does not close after the half-close: when it took the last byte is not known.
                    open = true;
                    BulkConnection.Abort(connections);
                }

                if (stoppedAt is not null || !samples.Take(elapsed, BytesOf(connections, request.Direction)))
                    continue;
                yield return PipelineItem.Progress(new OperationProgress(
                    $"Measuring {target}",
                    Invariant($"{samples.Values[^1]:N1} Mbit/s"),
                    (int)Math.Min(100, 100 * elapsed / request.Duration)));
            }

            (long Sent, long Received)[] counts = [.. connections.Select(connection =>
                open ? connection.AtStop : (connection.Sent, connection.Received))];
            yield return PipelineItem.Result(
                Describe(target, request, connections, counts, open ? stoppedAt!.Value : elapsed, samples.Values));
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private static NetCmdlets.Throughput Describe(
        string target,
        MeasureTcpThroughputRequest request,
        List<BulkConnection> connections,
        IReadOnlyList<(long Sent, long Received)> counts,
        TimeSpan elapsed,
        IReadOnlyList<double> samples)
    {
        long sent = counts.Sum(count => count.Sent);
        long received = counts.Sum(count => count.Received);
        TcpKernelInfo[] kernels = [.. connections.Select(connection => connection.Kernel).OfType<TcpKernelInfo>()];
        return new NetCmdlets.Throughput
        {
            ComputerName = target,
            Port = request.SocketPath is null ? request.Port : null,
            Direction = request.Direction,
            Connections = request.Connections,
            BytesSent = sent,
            BytesReceived = received,
            Elapsed = elapsed,
            MegabitsPerSecond = DataRate.Megabits(
                request.Direction == ThroughputDirection.Send ? sent : received, elapsed),
            Retransmits = kernels.Length > 0 ? kernels.Sum(kernel => kernel.Retransmits) : null,
            RoundTripTime = kernels.Length > 0
                ? new TimeSpan((long)kernels.Average(kernel => kernel.RoundTripTime.Ticks)) : null,
            Samples = samples,
            Reason = connections.Select(connection => connection.Fault).FirstOrDefault(fault => fault is not null),
        };
    }

    private static long BytesOf(List<BulkConnection> connections, ThroughputDirection direction)
        => connections.Sum(connection => direction == ThroughputDirection.Send ? connection.Sent : connection.Received);
}
