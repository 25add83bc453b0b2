using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Measure-EchoServer: how many round trips a second, and how long they take.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "EchoServer", DefaultParameterSetName = DurationSet)]
[OutputType(typeof(EchoMeasurement))]
public sealed class MeasureEchoServerCommand : TcpClientCommand<MeasureEchoServerRequest>
{
    private const string DurationSet = "Duration";
    private const string CountSet = "Count";

    /// <summary>The servers to measure.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public override string[]? ComputerName { get; set; } = [];

    /// <summary>What the server speaks.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public EchoProtocol Protocol { get; set; }

    /// <summary>How many connections send at once.</summary>
    [Parameter]
    [ValidateRange(1, 60_000)]
    public int Connections { get; set; } = 1;

    /// <summary>The size of each message in bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int MessageBytes { get; set; } = 64;

    /// <summary>How long to send, in seconds.</summary>
    [Parameter(ParameterSetName = DurationSet)]
    [ValidateSeconds]
    public double DurationSeconds { get; set; } = 5;

    /// <summary>How many messages each connection sends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CountSet)]
    [ValidateRange(1, long.MaxValue)]
    public long Count { get; set; }

    /// <summary>The pause between two messages of a connection, in seconds.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double IntervalSeconds { get; set; }

    /// <summary>Over UDP, how many datagrams of a socket may be unanswered at once.</summary>
    [Parameter]
    [ValidateRange(1, 65_536)]
    public int InFlight { get; set; } = 1;

    /// <inheritdoc/>
    protected override INetOperation<MeasureEchoServerRequest> CreateOperation() => new MeasureEchoServerOperation();

    /// <inheritdoc/>
    protected override MeasureEchoServerRequest BuildClientRequest() => new()
    {
        Protocol = Protocol,
        Connections = Connections,
        MessageBytes = MessageBytes,
        Duration = TimeSpan.FromSeconds(DurationSeconds),
        Count = Count,
        Interval = TimeSpan.FromSeconds(IntervalSeconds),
        InFlight = InFlight,
    };
}
