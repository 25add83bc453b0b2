using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Statistics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Measure-StatisticalMultiplexing: what circuit and packet switching make of the same link.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "StatisticalMultiplexing", DefaultParameterSetName = CircuitSet)]
[OutputType(typeof(MultiplexingResult))]
public sealed class MeasureStatisticalMultiplexingCommand
    : SynchronousCommand<MeasureStatisticalMultiplexingRequest>
{
    private const string CircuitSet = "Circuits";
    private const string RateSet = "Rate";

    /// <summary>How many users share the link.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateRange(0, 1_000_000_000_000)]
    public long[] Users { get; set; } = [];

    /// <summary>The part of the time that a user is active.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateRange(0.0, 1.0)]
    public double Activity { get; set; }

    /// <summary>How many users may be active at once before the link is overloaded.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = CircuitSet)]
    [ValidateRange(0, 1_000_000_000_000)]
    public long Circuits { get; set; }

    /// <summary>The rate of the link.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RateSet)]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double LinkRate { get; set; }

    /// <summary>The rate of an active user, in the unit of the link's rate.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RateSet)]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double UserRate { get; set; }

    /// <summary>How probable an overload may be, to tell how many users that allows.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double OverloadRisk { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<MeasureStatisticalMultiplexingRequest> CreateOperation() =>
        new MeasureStatisticalMultiplexingOperation();

    /// <inheritdoc/>
    protected override MeasureStatisticalMultiplexingRequest BuildRequest() => new()
    {
        Users = Users,
        Activity = Activity,
        Circuits = ParameterSetName == CircuitSet ? Circuits : null,
        LinkRate = ParameterSetName == RateSet ? LinkRate : null,
        UserRate = ParameterSetName == RateSet ? UserRate : null,
        OverloadRisk = MyInvocation.BoundParameters.ContainsKey(nameof(OverloadRisk)) ? OverloadRisk : null,
    };
}
