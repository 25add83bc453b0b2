using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Disconnect-TcpSession: ends sessions.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "TcpSession", SupportsShouldProcess = true)]
[OutputType(typeof(TcpSession))]
public sealed class DisconnectTcpSessionCommand : SessionCommand<DisconnectTcpSessionRequest>
{
    /// <summary>End with RST in the place of FIN.</summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <summary>Emit each session when it has ended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        if (PassThru)
            base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override INetOperation<DisconnectTcpSessionRequest> CreateOperation()
        => new DisconnectTcpSessionOperation();

    /// <inheritdoc/>
    protected override DisconnectTcpSessionRequest BuildRequest() => new()
    {
        Session = [.. FindSessions().Where(session => ShouldProcess(session.ToString(), "Disconnect"))],
        Reset = Reset,
    };
}
