using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>The base of the cmdlets that work on running servers: which servers are meant.</summary>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public abstract class ServerQueryCommand<TRequest> : OperationCommand<TRequest>
{
    /// <summary>The parameter set of <see cref="Id"/>.</summary>
    protected const string ById = "Id";

    /// <summary>The parameter set of <see cref="Name"/> and <see cref="Kind"/>.</summary>
    protected const string ByName = "Name";

    /// <summary>The parameter set of <see cref="InputObject"/>.</summary>
    protected const string ByObject = "InputObject";

    /// <summary>The servers' numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [ServerCompleter]
    public int[] Id { get; set; } = [];

    /// <summary>The servers' names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ServerCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>The kinds of servers, with wildcards.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ServerCompleter]
    public string[] Kind { get; set; } = [];

    /// <summary>The servers themselves.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public NetServer[] InputObject { get; set; } = [];

    /// <summary>The servers meant; an error is written for each that is not found.</summary>
    /// <param name="allByDefault">Whether nothing given means all; otherwise it is an error.</param>
    protected IReadOnlyList<NetServer> FindServers(bool allByDefault)
    {
        var query = new ServerQuery { Id = Id, Name = Name, Kind = Kind, Server = InputObject };
        if (query.IsEmpty && !allByDefault)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Say which servers: -Id, -Name, -Kind, or pipe them from Get-NetServer.");
        }

        (IReadOnlyList<NetServer> servers, IReadOnlyList<NetFailure> failures) = query.Find();
        foreach (NetFailure failure in failures)
            WriteFailure(failure);
        return servers;
    }
}
