using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Throughput;

/// <summary>Measures how many datagrams go to servers, and back, one server after another.</summary>
[NetOperation("Measure-UdpThroughput", typeof(MeasureUdpThroughputRequest), Output = typeof(UdpThroughput))]
public sealed class MeasureUdpThroughputOperation(TimeProvider? time = null)
    : INetOperation<MeasureUdpThroughputRequest>
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        MeasureUdpThroughputRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        foreach (string target in request.ComputerName)
        {
            await foreach (PipelineItem item in TryAsync(target, request, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private async IAsyncEnumerable<PipelineItem> TryAsync(
        string target,
        MeasureUdpThroughputRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var retries = new RetryPolicy { RetryCount = request.RetryCount, Delay = request.RetryDelay, Time = time };
        for (int attempt = 1; ; attempt++)
        {
            HostResolution found = await HostResolver
                .ResolveAsync(
                    target,
                    SourceAddress.FamilyFor(request.Family, request.LocalAddress),
                    request.Timeout,
                    cancellationToken)
                .ConfigureAwait(false);
            NetFailure? failure = found.Failure;
            for (int i = 0; i < found.Addresses.Count; i++)
            {
                // A name with several addresses (localhost) is measured at the next where nothing listens at the first.
                if (failure is not null)
                    yield return PipelineItem.Verbose(failure.Message);
                var server = new IPEndPoint(found.Addresses[i], request.Port);
                (DatagramFlow? flow, failure) = DatagramFlow.Open(server, request, time);
                if (flow is not null)
                {
                    using DatagramFlow open = flow;
                    await foreach (PipelineItem item in MeasureAsync(target, flow, request, cancellationToken)
                        .ConfigureAwait(false))
                    {
                        yield return item;
                    }

                    failure = flow.Failure;
                    if (flow.IsPartial)
                    {
                        // To try again would be another measurement.
                        ClientLog.Failed(ClientLog.Udp, server, failure!);
                        yield return PipelineItem.Failure(failure!);
                        yield break;
                    }
                }

                if (failure is null)
                    yield break;
                ClientLog.Failed(ClientLog.Udp, server, failure);
                if (failure.Kind != FailureKind.ConnectionRefused)
                    break;
            }

            if (attempt > retries.RetryCount || !IsWorthARetry(failure!))
            {
                yield return PipelineItem.Failure(failure!);
                yield break;
            }

            await Task.Delay(retries.DelayAfter(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<PipelineItem> MeasureAsync(
        string target,
        DatagramFlow flow,
        MeasureUdpThroughputRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sending = new ThroughputSamples();
        var receiving = new ThroughputSamples();
        long bytes = request.MessageBytes;
        bool ended = false;
        await foreach (TimeSpan elapsed in MeasuredRun
            .TicksAsync(flow.RunAsync(), flow.Abort, time, cancellationToken).ConfigureAwait(false))
        {
            if (ended)
                continue;
            if (flow.SendingTime is TimeSpan whole)
            {
                ended = true;
                sending.TakeLast(whole, flow.Sent * bytes);
                receiving.TakeLast(whole, flow.Answers.Received * bytes);
                continue;
            }

            if (!sending.Take(elapsed, flow.Sent * bytes))
                continue;
            receiving.Take(elapsed, flow.Answers.Received * bytes);
            yield return PipelineItem.Progress(new OperationProgress(
                $"Measuring {target}",
                Invariant($"{sending.Values[^1]:N1} Mbit/s"),
                (int)Math.Min(100, 100 * elapsed / request.Duration)));
        }

        if (flow.Failure is null || flow.IsPartial)
            yield return PipelineItem.Result(Describe(target, request, flow, sending, receiving));
    }

    private static UdpThroughput Describe(
        string target,
        MeasureUdpThroughputRequest request,
        DatagramFlow flow,
        ThroughputSamples sending,
        ThroughputSamples receiving)
    {
        TimeSpan elapsed = flow.SendingTime ?? TimeSpan.Zero;
        long bytes = flow.Sent * request.MessageBytes;
        var result = new UdpThroughput
        {
            ComputerName = target,
            Port = request.Port,
            Direction = request.Direction,
            MessageBytes = request.MessageBytes,
            TargetBitsPerSecond = request.BitsPerSecond,
            Sent = flow.Sent,
            BytesSent = bytes,
            Elapsed = elapsed,
            MegabitsPerSecond = DataRate.Megabits(bytes, elapsed),
            Samples = sending.Values,
            Reason = flow.Reason,
        };
        return request.Direction == UdpThroughputDirection.Send
            ? result
            : flow.Answers.Describe(result, flow.AnsweringTime) with { ReceivedSamples = receiving.Values };
    }

    // A name that does not exist and a local address of another machine stay as they are.
    private static bool IsWorthARetry(NetFailure failure) => failure.Kind is FailureKind.ConnectionRefused
        or FailureKind.HostUnreachable or FailureKind.NetworkUnreachable or FailureKind.NameServerFailed;

    private static void Check(MeasureUdpThroughputRequest request)
    {
        if (request.Port is < 1 or > 65_535)
            throw new NetException(FailureKind.InvalidPort, "Give the port to send to, from 1 to 65535.");
        if (request.MessageBytes is < NumberedDatagram.HeaderBytes or > UdpEndpoint.MaximumPayload)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"A datagram has {NumberedDatagram.HeaderBytes} to {UdpEndpoint.MaximumPayload} bytes: the first "
                    + $"{NumberedDatagram.HeaderBytes} number it.");
        }

        if (request.BitsPerSecond < 0 || request.Duration <= TimeSpan.Zero || request.Timeout <= TimeSpan.Zero)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "The rate is 0 or more; the duration and the timeout are above zero.");
        }
    }
}
