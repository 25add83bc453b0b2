using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Wait-TcpSession: waits until one of many sessions is readable, writable or closed.</summary>
[Cmdlet(VerbsLifecycle.Wait, "TcpSession")]
[OutputType(typeof(TcpSession), typeof(bool))]
public sealed class WaitTcpSessionCommand : SessionCommand<WaitTcpSessionRequest>
{
    private readonly List<TcpSession> sessions = [];

    /// <summary>Wait for something to take, or the server's end; so without a switch, too.</summary>
    [Parameter]
    public SwitchParameter Readable { get; set; }

    /// <summary>Wait until no send is under way.</summary>
    [Parameter]
    public SwitchParameter Writable { get; set; }

    /// <summary>Wait for the server's end.</summary>
    [Parameter]
    public SwitchParameter Closed { get; set; }

    /// <summary>How long to wait, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>Emit true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<WaitTcpSessionRequest> CreateOperation() => new WaitTcpSessionOperation();

    /// <inheritdoc/>
    protected override WaitTcpSessionRequest? BuildRequest()
    {
        // All sessions of the pipeline are watched together.
        sessions.AddRange(FindSessions());
        return null;
    }

    /// <inheritdoc/>
    protected override WaitTcpSessionRequest BuildLastRequest() => new()
    {
        Session = [.. sessions.Distinct()],
        Readable = Readable || !(Writable || Closed),
        Writable = Writable,
        Closed = Closed,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Quiet = Quiet,
    };
}
