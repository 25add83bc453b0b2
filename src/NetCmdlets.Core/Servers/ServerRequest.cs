using NetCmdlets.Pipeline;

namespace NetCmdlets.Servers;

/// <summary>What every server can be told, whatever its protocol.</summary>
public abstract record ServerRequest
{
    /// <summary>Where to listen: Loopback (the default), IPv6Loopback, Any, IPv6Any, or an address.</summary>
    [RequestOption(Position = 1)]
    public string Address { get; init; } = "";

    /// <summary>The port, 0 to 65535; 0 lets the system pick.</summary>
    [RequestOption(Position = 0, Minimum = 0, Maximum = 65_535)]
    public int Port { get; init; }

    /// <summary>The server's name; nothing makes one of its kind and number.</summary>
    public string? Name { get; init; }

    /// <summary>Addresses and prefixes that may talk to it; empty for all.</summary>
    public IReadOnlyList<string> AllowAddress { get; init; } = [];

    /// <summary>Addresses and prefixes that may not, even where they are allowed too.</summary>
    public IReadOnlyList<string> DenyAddress { get; init; } = [];

    /// <summary>After how long it stops by itself; zero for never.</summary>
    [RequestOption(Name = "LifetimeSeconds", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan Lifetime { get; init; }

    /// <summary>A log file of the server's own; null for none. A path that ends in .json gets JSON.</summary>
    public string? LogPath { get; init; }
}
