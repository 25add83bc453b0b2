using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-UdpEchoServer: sends datagrams back to their sender.</summary>
[Cmdlet(VerbsLifecycle.Start, "UdpEchoServer", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartUdpEchoServerCommand : DatagramServerCommand<StartUdpEchoServerRequest>
{
    /// <inheritdoc/>
    protected override string Title => "UDP echo server";

    /// <inheritdoc/>
    protected override INetOperation<StartUdpEchoServerRequest> CreateOperation() => new StartUdpEchoServerOperation();

    /// <inheritdoc/>
    protected override StartUdpEchoServerRequest BuildServerRequest() => new() { RateLimit = RateLimit };
}
