using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Sessions;

namespace NetCmdlets.Commands;

/// <summary>Get-TcpSession: the sessions that are connected in this process.</summary>
[Cmdlet(VerbsCommon.Get, "TcpSession")]
[OutputType(typeof(TcpSession))]
public sealed class GetTcpSessionCommand : NetCmdlet
{
    /// <summary>The sessions: objects, numbers, or names with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "Name", "InputObject")]
    [ValidateNotNullOrEmpty]
    [SessionCompleter]
    public object[] Session { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TcpSession session in SessionArguments.Find(Session, this))
            WriteResult(session);
    }
}
