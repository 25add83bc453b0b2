using System.Management.Automation;
using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Hosting;

/// <summary>The base of the Start cmdlets of UDP servers.</summary>
/// <typeparam name="TRequest">The server's request record.</typeparam>
public abstract class DatagramServerCommand<TRequest> : ServerCommand<TRequest>
    where TRequest : DatagramServerRequest
{
    /// <summary>How many datagrams a second are taken of one address; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int? RateLimit { get; set; }
}
