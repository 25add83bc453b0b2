using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-NetServer: the servers that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "NetServer", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetServer))]
public sealed class GetNetServerCommand : ServerQueryCommand<GetNetServerRequest>
{
    /// <inheritdoc/>
    protected override INetOperation<GetNetServerRequest> CreateOperation() => new GetNetServerOperation();

    /// <inheritdoc/>
    protected override GetNetServerRequest BuildRequest() => new() { Server = FindServers(allByDefault: true) };
}
