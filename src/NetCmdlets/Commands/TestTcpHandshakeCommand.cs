using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Test-TcpHandshake: what a TCP handshake with each port of each host meets, and how long it takes.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TcpHandshake")]
[OutputType(typeof(TcpHandshake), typeof(bool))]
public sealed class TestTcpHandshakeCommand : OperationCommand<TestTcpHandshakeRequest>
{
    /// <summary>Names, addresses, networks and ranges of addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>Numbers, ranges and service names.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>The address to connect from.</summary>
    [Parameter]
    public string? LocalAddress { get; set; }

    /// <summary>How many handshakes with each port, one after another.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 1;

    /// <summary>Only the ports that are open.</summary>
    [Parameter]
    public SwitchParameter OpenOnly { get; set; }

    /// <summary>A bool for each host and port instead of the object.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Record the segments as seen on the wire.</summary>
    [Parameter]
    public SwitchParameter Trace { get; set; }

    /// <summary>How long one look-up and one handshake may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How often a port that is not open is tried again.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int RetryCount { get; set; }

    /// <summary>The pause before the first retry, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>How many handshakes are under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <inheritdoc/>
    protected override int RequestsAtOnce => ThrottleLimit;

    /// <inheritdoc/>
    protected override INetOperation<TestTcpHandshakeRequest> CreateOperation() => new TestTcpHandshakeOperation();

    /// <inheritdoc/>
    protected override TestTcpHandshakeRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        Family = FamilyParameters.Choose(IPv4, IPv6),
        LocalAddress = LocalAddress,
        Count = Count,
        OpenOnly = OpenOnly,
        Quiet = Quiet,
        Trace = Trace,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        RetryCount = RetryCount,
        RetryDelay = TimeSpan.FromSeconds(RetryDelaySeconds),
        ThrottleLimit = ThrottleLimit,
    };
}
