using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Statistics;

namespace NetCmdlets.Operations.Statistics;

/// <summary>Measures how many users a link serves by circuits and by packets.</summary>
[NetOperation(
    "Measure-StatisticalMultiplexing", typeof(MeasureStatisticalMultiplexingRequest),
    Output = typeof(MultiplexingResult))]
public sealed class MeasureStatisticalMultiplexingOperation
    : SynchronousOperation<MeasureStatisticalMultiplexingRequest>
{
    // A rate that is a whole number of the other must not lose a circuit to a last binary digit (1.0 / 0.1).
    private const double Rounding = 1e-9;

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(MeasureStatisticalMultiplexingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckPart(request.Activity, "-Activity");
        CheckPart(request.OverloadRisk ?? 0, "-OverloadRisk");
        long circuits = Circuits(request);
        foreach (long users in request.Users)
        {
            yield return users < 0
                ? PipelineItem.Failure(new NetFailure(
                    FailureKind.InvalidRequest, $"{users} users cannot share a link. Give a number from 0.", users))
                : PipelineItem.Result(
                    StatisticalMultiplexing.Measure(users, request.Activity, circuits, request.OverloadRisk));
        }
    }

    private static long Circuits(MeasureStatisticalMultiplexingRequest request)
    {
        bool haveRates = request.LinkRate > 0 && request.UserRate > 0;
        bool haveNone = request.LinkRate is null && request.UserRate is null;
        if (request.Circuits is long circuits && circuits >= 0 && haveNone)
            return circuits;

        return request.Circuits is null && haveRates && request.LinkRate / request.UserRate < 1e15
            ? (long)Math.Floor((request.LinkRate!.Value / request.UserRate!.Value) + Rounding)
            : throw new NetException(
                FailureKind.InvalidRequest,
                "Give either -Circuits from 0, or -LinkRate and -UserRate above 0 in the same unit.");
    }

    private static void CheckPart(double value, string parameter)
    {
        if (!(value is >= 0 and <= 1))
            throw new NetException(FailureKind.InvalidRequest, $"{parameter} goes from 0 to 1, and is {value}.");
    }
}
