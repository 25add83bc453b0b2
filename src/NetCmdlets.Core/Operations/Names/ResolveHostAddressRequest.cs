using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>Which names or addresses to look up, and how.</summary>
public sealed record ResolveHostAddressRequest
{
    /// <summary>Names to resolve, or addresses to find the names of.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>The name servers to ask in turn, 'host' or 'host:port'; none for the system's resolver.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>Whether to look up the name of every address found.</summary>
    public bool Reverse { get; init; }

    /// <summary>How long one look-up may take.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many look-ups run at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int ThrottleLimit { get; init; } = 256;
}
