using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Connect-TcpSession: opens a connection that stays open between commands.</summary>
[Cmdlet(VerbsCommunications.Connect, "TcpSession")]
[OutputType(typeof(TcpSession))]
public sealed class ConnectTcpSessionCommand : TcpClientCommand<ConnectTcpSessionRequest>
{
    /// <summary>The hosts to connect to.</summary>
    // The pipeline brings nothing to send here, so it may bring hosts.
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public override string[]? ComputerName { get; set; } = [];

    /// <summary>The session's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Connect again before a send where the connection has ended.</summary>
    [Parameter]
    public SwitchParameter Reconnect { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<ConnectTcpSessionRequest> CreateOperation() => new ConnectTcpSessionOperation();

    /// <inheritdoc/>
    protected override ConnectTcpSessionRequest BuildClientRequest() => new() { Name = Name, Reconnect = Reconnect };
}
