using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Measure-TcpThroughput: the bulk rate to a server that discards, generates or echoes.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "TcpThroughput")]
[OutputType(typeof(Throughput))]
public sealed class MeasureTcpThroughputCommand : TcpClientCommand<MeasureTcpThroughputRequest>
{
    /// <summary>The servers to measure.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public override string[]? ComputerName { get; set; } = [];

    /// <summary>Which way the bytes go.</summary>
    [Parameter]
    public ThroughputDirection Direction { get; set; }

    /// <summary>How many connections at once.</summary>
    [Parameter]
    [ValidateRange(1, 60_000)]
    public int Connections { get; set; } = 1;

    /// <summary>How long to send or receive, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double DurationSeconds { get; set; } = 5;

    /// <summary>The rate of all connections together; 0 for as fast as it goes.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long BitsPerSecond { get; set; }

    /// <summary>How many bytes are handed to the system at once.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 28)]
    public int BufferBytes { get; set; } = 128 * 1024;

    /// <inheritdoc/>
    protected override INetOperation<MeasureTcpThroughputRequest> CreateOperation()
        => new MeasureTcpThroughputOperation();

    /// <inheritdoc/>
    protected override MeasureTcpThroughputRequest BuildClientRequest() => new()
    {
        Direction = Direction,
        Connections = Connections,
        Duration = TimeSpan.FromSeconds(DurationSeconds),
        BitsPerSecond = BitsPerSecond,
        BufferBytes = BufferBytes,
    };
}
