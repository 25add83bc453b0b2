using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Udp;

/// <summary>What to send to whom, and what to wait for.</summary>
public sealed record SendUdpDatagramRequest
{
    /// <summary>The hosts: names, addresses, groups, or a broadcast address.</summary>
    [RequestOption(Position = 0, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>The port, 1 to 65535.</summary>
    [RequestOption(Position = 1, Mandatory = true, Minimum = 1, Maximum = 65_535)]
    public int Port { get; init; }

    /// <summary>The text to send; null where Data is.</summary>
    [RequestOption(Position = 2, Pipeline = true, Unless = "Data")]
    public string? Message { get; init; }

    /// <summary>The bytes to send; null where Message is.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The encoding of Message and of the replies' Text.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>Whether to wait for replies.</summary>
    public bool WaitReply { get; init; }

    /// <summary>How many replies to wait for; 0 for all within the time. Other than 1 it waits by itself.</summary>
    [RequestOption(Minimum = 0)]
    public int ReplyCount { get; init; } = 1;

    /// <summary>How long to wait after each sending.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to send again where no reply comes.</summary>
    [RequestOption(Minimum = 0, Maximum = 1000)]
    public int RetryCount { get; init; }

    /// <summary>The pause before the first retransmission; it doubles each time. Replies count in it.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes of a reply to keep; a longer one is cut and flagged.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int MaxReplyBytes { get; init; } = 65_535;

    /// <summary>Whether replies of others than the host asked are ignored.</summary>
    public bool Connected { get; init; }

    /// <summary>Whether a broadcast address is allowed.</summary>
    public bool Broadcast { get; init; }

    /// <summary>The time to live (IPv6: hop limit), 1 to 255; null for the system's (1 for multicast).</summary>
    [RequestOption(Name = "Ttl", Aliases = "TimeToLive", Minimum = 1, Maximum = 255)]
    public int? TimeToLive { get; init; }

    /// <summary>The interface by which multicast leaves: its name, number or address.</summary>
    public string? Interface { get; init; }

    /// <summary>Whether members on this machine do not hear a multicast.</summary>
    public bool NoMulticastLoopback { get; init; }

    /// <summary>Whether a datagram too large for the path is refused and not cut into fragments.</summary>
    public bool DontFragment { get; init; }

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>The address to send from; null for the system's choice.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>The port to send from; 0 for the system's choice.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int LocalPort { get; init; }

    /// <summary>Whether replies are waited for, said or implied.</summary>
    internal bool ExpectsReplies => WaitReply || ReplyCount != 1;
}
