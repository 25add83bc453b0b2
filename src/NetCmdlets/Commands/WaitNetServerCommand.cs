using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Wait-NetServer: waits for connections, messages or an event on servers, or for their end.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NetServer", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetServer), typeof(bool))]
public sealed class WaitNetServerCommand : ServerQueryCommand<WaitNetServerRequest>
{
    /// <summary>Wait until so many connections were taken since the start.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? ConnectionCount { get; set; }

    /// <summary>Wait until exactly so many connections are open.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? ActiveCount { get; set; }

    /// <summary>Wait until so many messages were received since the start.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? MessageCount { get; set; }

    /// <summary>Wait for an event of one of these kinds.</summary>
    [Parameter]
    public NetServerEventKind[] EventKind { get; set; } = [];

    /// <summary>Wait for an event whose text or reason fits this, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get; set; }

    /// <summary>How long to wait, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>Emit true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override int RequestsAtOnce => 64;

    /// <inheritdoc/>
    protected override INetOperation<WaitNetServerRequest> CreateOperation() => new WaitNetServerOperation();

    /// <inheritdoc/>
    protected override WaitNetServerRequest BuildRequest() => new()
    {
        Server = FindServers(allByDefault: false),
        ConnectionCount = ConnectionCount,
        ActiveCount = ActiveCount,
        MessageCount = MessageCount,
        EventKind = EventKind,
        Match = Match,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Quiet = Quiet,
    };
}
