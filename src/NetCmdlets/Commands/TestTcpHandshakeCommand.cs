using System.Management.Automation;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Test-TcpHandshake: what a TCP handshake with each port of each host meets, and how long it takes.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TcpHandshake")]
[OutputType(typeof(TcpHandshake), typeof(bool))]
public sealed class TestTcpHandshakeCommand : ProbeCommand<TestTcpHandshakeRequest>
{
    /// <summary>Numbers, ranges and service names.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [PortCompleter]
    [ValidatePorts]
    public string[] Port { get; set; } = [];

    /// <summary>The address to connect from.</summary>
    [Parameter]
    [OwnAddressCompleter]
    public string? LocalAddress { get; set; }

    /// <summary>How many handshakes with each port, one after another.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 1;

    /// <summary>Only the ports that are open.</summary>
    [Parameter]
    public SwitchParameter OpenOnly { get; set; }

    /// <summary>Record the segments as seen on the wire.</summary>
    [Parameter]
    public SwitchParameter Trace { get; set; }

    /// <summary>Gives what has a trace a name of its own, which the view that draws the trace is for.</summary>
    public override void WriteResult(object result)
    {
        if (result is not TcpHandshake { Trace: not null })
        {
            base.WriteResult(result);
            return;
        }

        var traced = PSObject.AsPSObject(result);
        traced.TypeNames.Insert(0, $"{typeof(TcpHandshake).FullName}#Trace");
        base.WriteResult(traced);
    }

    /// <inheritdoc/>
    protected override INetOperation<TestTcpHandshakeRequest> CreateOperation() => new TestTcpHandshakeOperation();

    /// <inheritdoc/>
    protected override NetFailure? FindTargetFault(TestTcpHandshakeRequest request)
        => IsPiped(nameof(Port)) ? PortSet.FaultOf(Port) : null;

    /// <inheritdoc/>
    protected override TestTcpHandshakeRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        Family = Family,
        LocalAddress = LocalAddress,
        Count = Count,
        OpenOnly = OpenOnly,
        Quiet = Quiet,
        Trace = Trace,
        Timeout = TimeoutSpan,
        RetryCount = RetryCount,
        RetryDelay = RetryDelaySpan,
        ThrottleLimit = ThrottleLimit,
    };
}
