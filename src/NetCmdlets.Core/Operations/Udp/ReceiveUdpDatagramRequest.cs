using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Udp;

/// <summary>Where to receive, whom to hear, and when to end.</summary>
public sealed record ReceiveUdpDatagramRequest
{
    /// <summary>The port, 0 to 65535; 0 lets the system pick, which the verbose stream tells.</summary>
    [RequestOption(Position = 0, Mandatory = true, Minimum = 0, Maximum = 65_535)]
    public int Port { get; init; }

    /// <summary>The address to bind: a word of the servers' or a literal; nothing for all of both families.</summary>
    public string? Address { get; init; }

    /// <summary>The groups to join.</summary>
    public IReadOnlyList<string> MulticastGroup { get; init; } = [];

    /// <summary>The only senders to hear of the groups: source-specific multicast. Empty for all.</summary>
    public IReadOnlyList<string> MulticastSource { get; init; } = [];

    /// <summary>The interfaces on which the groups are joined; empty for the system's choice.</summary>
    public IReadOnlyList<string> Interface { get; init; } = [];

    /// <summary>How many datagrams to receive; 0 for as many as come.</summary>
    [RequestOption(Minimum = 0)]
    public int Count { get; init; }

    /// <summary>How long to wait for each datagram.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to receive in all; zero for no such limit.</summary>
    [RequestOption(Name = "DurationSeconds", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan Duration { get; init; }

    /// <summary>Whether to wait for each datagram without a limit.</summary>
    public bool Wait { get; init; }

    /// <summary>Addresses and prefixes of the senders to hear; empty for all.</summary>
    public IReadOnlyList<string> AllowAddress { get; init; } = [];

    /// <summary>Addresses and prefixes of the senders not to hear.</summary>
    public IReadOnlyList<string> DenyAddress { get; init; } = [];

    /// <summary>How many bytes of a datagram to keep; a longer one is cut and flagged.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int MaxMessageBytes { get; init; } = 65_535;

    /// <summary>The encoding of Text.</summary>
    public string Encoding { get; init; } = "utf8";
}
