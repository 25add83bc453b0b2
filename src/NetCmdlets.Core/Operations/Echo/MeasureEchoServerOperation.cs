using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>Measures round trips to echo servers, one after another, so that they do not disturb each other.</summary>
[NetOperation("Measure-EchoServer", typeof(MeasureEchoServerRequest), Output = typeof(EchoMeasurement))]
public sealed class MeasureEchoServerOperation : INetOperation<MeasureEchoServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        MeasureEchoServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        foreach (string target in TcpClients.TargetsOf(request))
        {
            await foreach (PipelineItem item in MeasureAsync(target, request, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private static async IAsyncEnumerable<PipelineItem> MeasureAsync(
        string target,
        MeasureEchoServerRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using EchoLoad load = request.Protocol == EchoProtocol.Tcp
            ? new TcpEchoLoad(request)
            : new UdpEchoLoad(request);
        NetFailure? failure = await load.OpenAsync(target, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            yield return PipelineItem.Failure(failure);
            yield break;
        }

        var samples = new LoadSamples(load.Times);
        TimeSpan whole = TimeSpan.Zero;
        await foreach (TimeSpan elapsed in MeasuredRun
            .TicksAsync(load.RunAsync(cancellationToken), load.Abort, TimeProvider.System, cancellationToken)
            .ConfigureAwait(false))
        {
            load.Tick();
            whole = elapsed;
            if (samples.TryTake(elapsed))
                yield return PipelineItem.Progress(Describe(target, request, load, samples.Rates[^1], elapsed));
        }

        samples.Finish(whole);
        yield return PipelineItem.Result(load.Describe(target, samples.Rates, samples.Medians));
    }

    private static OperationProgress Describe(
        string target, MeasureEchoServerRequest request, EchoLoad load, double rate, TimeSpan elapsed)
    {
        double share = request.Count > 0
            ? load.Sent / ((double)request.Count * request.Connections)
            : elapsed / request.Duration;
        return new OperationProgress(
            $"Measuring {target}",
            Invariant($"{load.Sent:N0} sent, {rate:N0} round trips a second"),
            (int)Math.Min(100, 100 * share));
    }

    private static void Check(MeasureEchoServerRequest request)
    {
        if (request.Connections < 1 || request.MessageBytes < 1 || request.Count < 0 || request.InFlight < 1
            || request.Duration <= TimeSpan.Zero || request.Interval < TimeSpan.Zero)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "Connections, MessageBytes and InFlight begin at 1, Count at 0; the duration is above zero.");
        }

        request.Protocol.Check(request);
        if (request.Protocol == EchoProtocol.Tcp)
            return;
        if (request.MessageBytes is < NumberedDatagram.HeaderBytes or > UdpEndpoint.MaximumPayload)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"Over UDP a message has {NumberedDatagram.HeaderBytes} to {UdpEndpoint.MaximumPayload} bytes: the "
                    + $"first {NumberedDatagram.HeaderBytes} number it.");
        }
    }
}
