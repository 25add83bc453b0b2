using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-TcpEchoServer: sends back what clients send, byte for byte or text with a prefix.</summary>
[Cmdlet(VerbsLifecycle.Start, "TcpEchoServer", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartTcpEchoServerCommand : TcpServerCommand<StartTcpEchoServerRequest>
{
    /// <summary>Answer each text message with this and the message.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Prefix { get; set; }

    /// <inheritdoc/>
    protected override string Title => "TCP echo server";

    /// <inheritdoc/>
    protected override INetOperation<StartTcpEchoServerRequest> CreateOperation() => new StartTcpEchoServerOperation();

    /// <inheritdoc/>
    protected override StartTcpEchoServerRequest BuildTcpRequest() => new() { Prefix = Prefix };
}
