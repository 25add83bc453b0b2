using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-ChatServer: relays each line of a client to the others.</summary>
[Cmdlet(VerbsLifecycle.Start, "ChatServer", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartChatServerCommand : TcpServerCommand<StartChatServerRequest>
{
    /// <inheritdoc/>
    protected override string Title => "chat server";

    /// <inheritdoc/>
    protected override INetOperation<StartChatServerRequest> CreateOperation() => new StartChatServerOperation();

    /// <inheritdoc/>
    protected override StartChatServerRequest BuildTcpRequest() => new();
}
