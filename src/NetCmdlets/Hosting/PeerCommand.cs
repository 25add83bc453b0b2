using System.Management.Automation;
using NetCmdlets.Sockets;

namespace NetCmdlets.Hosting;

/// <summary>The base of the cmdlets that reach for a peer: in which families, for how long, and how often.</summary>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public abstract class PeerCommand<TRequest> : OperationCommand<TRequest>
{
    /// <summary>Only IPv4.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>How long each attempt, and then the exchange, may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How many attempts may follow the first.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int RetryCount { get; set; }

    /// <summary>The pause before the second attempt, in seconds; it doubles each time.</summary>
    [Parameter]
    [ValidateSeconds]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>The families chosen.</summary>
    protected AddressFamilyChoice Family => FamilyParameters.Choose(IPv4, IPv6);

    /// <summary>The time for each attempt and exchange.</summary>
    protected TimeSpan TimeoutSpan => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>The pause before the second attempt.</summary>
    protected TimeSpan RetryDelaySpan => TimeSpan.FromSeconds(RetryDelaySeconds);
}
