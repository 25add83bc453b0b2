using System.Management.Automation;
using NetCmdlets.Addressing;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Commands;

/// <summary>Measure-UdpThroughput: how many datagrams go to a server that discards or echoes, at a rate.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "UdpThroughput")]
[OutputType(typeof(UdpThroughput))]
public sealed class MeasureUdpThroughputCommand : PeerCommand<MeasureUdpThroughputRequest>
{
    /// <summary>The servers to measure.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [ValidateNotNullOrEmpty]
    [HostCompleter]
    public string[] ComputerName { get; set; } = [];

    /// <summary>The port of the server.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [PortTransformation(TransportProtocol.Udp)]
    [PortCompleter]
    [ValidatePort]
    public int Port { get; set; }

    /// <summary>Which way the datagrams go.</summary>
    [Parameter]
    public UdpThroughputDirection Direction { get; set; }

    /// <summary>The rate to send at; 0 for as fast as it goes.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long BitsPerSecond { get; set; } = 1_000_000;

    /// <summary>The size of each datagram in bytes.</summary>
    [Parameter]
    [ValidateRange(NumberedDatagram.HeaderBytes, UdpEndpoint.MaximumPayload)]
    public int MessageBytes { get; set; } = MeasureUdpThroughputRequest.FrameBytes;

    /// <summary>How long to send, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double DurationSeconds { get; set; } = 5;

    /// <summary>The address to send from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [OwnAddressCompleter]
    public string? LocalAddress { get; set; }

    /// <summary>The port to send from.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<MeasureUdpThroughputRequest> CreateOperation()
        => new MeasureUdpThroughputOperation();

    /// <inheritdoc/>
    protected override MeasureUdpThroughputRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        Direction = Direction,
        BitsPerSecond = BitsPerSecond,
        MessageBytes = MessageBytes,
        Duration = TimeSpan.FromSeconds(DurationSeconds),
        Timeout = TimeoutSpan,
        RetryCount = RetryCount,
        RetryDelay = RetryDelaySpan,
        Family = Family,
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
    };
}
