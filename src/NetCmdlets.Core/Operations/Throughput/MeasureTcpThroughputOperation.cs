using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Throughput;

/// <summary>Measures the bulk rate to servers, one after another.</summary>
[NetOperation("Measure-TcpThroughput", typeof(MeasureTcpThroughputRequest), Output = typeof(NetCmdlets.Throughput))]
public sealed class MeasureTcpThroughputOperation : INetOperation<MeasureTcpThroughputRequest>
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        MeasureTcpThroughputRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Connections < 1 || request.BufferBytes < 1 || request.Duration <= TimeSpan.Zero)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Connections and BufferBytes begin at 1; the duration is above zero.");
        }

        foreach (string target in TcpClients.TargetsOf(request))
        {
            await foreach (PipelineItem item in MeasureAsync(target, request, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private static async IAsyncEnumerable<PipelineItem> MeasureAsync(
        string target, MeasureTcpThroughputRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connections = new List<BulkConnection>();
        try
        {
            TcpDialer dialer = TcpClients.DialerOf(request);
            for (int number = 0; number < request.Connections; number++)
            {
                DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
                if (dialed.Failure is not null)
                {
                    yield return PipelineItem.Failure(dialed.Failure);
                    yield break;
                }

                connections.Add(new BulkConnection(dialed.Transport!, request));
            }

            var samples = new List<double>();
            long start = Stopwatch.GetTimestamp();
            TimeSpan sampled = TimeSpan.Zero;
            long counted = 0;
            TimeSpan? stoppedAt = null;
            bool open = false;
            Task running = Task.WhenAll(connections.Select(connection => connection.RunAsync()));
            try
            {
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(TickInterval, cancellationToken)).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                    if (stoppedAt is null && elapsed >= request.Duration)
                    {
                        stoppedAt = elapsed;
                        connections.ForEach(connection => connection.Stop());
                    }
                    else if (stoppedAt is not null && elapsed - stoppedAt >= request.Timeout)
                    {
                        // The server does not close after the half-close: when it took the last byte is not known.
                        open = true;
                        connections.ForEach(connection => connection.Abort());
                    }

                    if (stoppedAt is not null || elapsed - sampled < TimeSpan.FromSeconds(1))
                        continue;
                    long now = BytesOf(connections, request.Direction);
                    samples.Add(Megabits(now - counted, elapsed - sampled));
                    (counted, sampled) = (now, elapsed);
                    yield return PipelineItem.Progress(new OperationProgress(
                        $"Measuring {target}", $"{samples[^1]:N0} Mbit/s", (int)Math.Min(100, 100 * elapsed / request.Duration)));
                }
            }
            finally
            {
                if (!running.IsCompleted)
                    connections.ForEach(connection => connection.Abort());
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            TimeSpan total = open ? stoppedAt!.Value : Stopwatch.GetElapsedTime(start);
            yield return PipelineItem.Result(Describe(target, request, connections, total, samples));
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
        TimeSpan elapsed,
        IReadOnlyList<double> samples)
    {
        TcpKernelInfo[] kernels = [.. connections.Select(connection => connection.Kernel).OfType<TcpKernelInfo>()];
        return new NetCmdlets.Throughput
        {
            ComputerName = target,
            Port = request.SocketPath is null ? request.Port : null,
            Direction = request.Direction,
            Connections = request.Connections,
            BytesSent = connections.Sum(connection => connection.Sent),
            BytesReceived = connections.Sum(connection => connection.Received),
            Elapsed = elapsed,
            MegabitsPerSecond = Megabits(BytesOf(connections, request.Direction), elapsed),
            Retransmits = kernels.Length > 0 ? kernels.Sum(kernel => kernel.Retransmits) : null,
            RoundTripTime = kernels.Length > 0
                ? new TimeSpan((long)kernels.Average(kernel => kernel.RoundTripTime.Ticks)) : null,
            Samples = samples,
            Reason = connections.Select(connection => connection.Fault).FirstOrDefault(fault => fault is not null),
        };
    }

    private static long BytesOf(List<BulkConnection> connections, ThroughputDirection direction)
        => connections.Sum(connection => direction == ThroughputDirection.Send ? connection.Sent : connection.Received);

    private static double Megabits(long bytes, TimeSpan time)
        => time > TimeSpan.Zero ? bytes * 8 / time.TotalSeconds / 1_000_000 : 0;
}
