using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-NetServerEvent: what happened on servers, and what happens now.</summary>
[Cmdlet(VerbsCommon.Get, "NetServerEvent", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetServerEvent))]
public sealed class GetNetServerEventCommand : ServerQueryCommand<GetNetServerEventRequest>
{
    private readonly List<NetServer> servers = [];

    /// <summary>Only events of these kinds.</summary>
    [Parameter]
    public NetServerEventKind[] EventKind { get; set; } = [];

    /// <summary>Only so many of the latest.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>Go on with what happens, until the servers have stopped.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<GetNetServerEventRequest> CreateOperation() => new GetNetServerEventOperation();

    /// <inheritdoc/>
    protected override GetNetServerEventRequest? BuildRequest()
    {
        // All servers of the pipeline are one request: their events are sorted and followed together.
        servers.AddRange(FindServers(allByDefault: true));
        return null;
    }

    /// <inheritdoc/>
    protected override GetNetServerEventRequest BuildLastRequest() => new()
    {
        Server = [.. servers.Distinct()],
        EventKind = EventKind,
        Last = Last == int.MaxValue ? null : Last,
        Wait = Wait,
    };
}
