using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Stop-NetServer: ends servers; when it returns, nothing of them is left.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NetServer", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StopNetServerCommand : ServerQueryCommand<StopNetServerRequest>
{
    /// <summary>How many seconds the connections may take to finish by themselves before they are reset.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double Drain { get; set; }

    /// <summary>Emit each server when it has stopped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override int RequestsAtOnce => 64;

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        if (PassThru)
            base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override INetOperation<StopNetServerRequest> CreateOperation() => new StopNetServerOperation();

    /// <inheritdoc/>
    protected override StopNetServerRequest BuildRequest() => new()
    {
        Server = [.. FindServers(allByDefault: false).Where(server => ShouldProcess(server.ToString(), "Stop"))],
        Drain = TimeSpan.FromSeconds(Drain),
    };
}
