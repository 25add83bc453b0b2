using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Operations.Names;

/// <summary>Which records to ask for, of whom, and how.</summary>
public sealed record ResolveDnsRecordRequest
{
    /// <summary>Names; addresses, networks and ranges of addresses stand for their reverse names.</summary>
    [RequestOption(
        Position = 0, Pipeline = true, Mandatory = true, Aliases = "ComputerName HostName TargetName CN")]
    public IReadOnlyList<string> Name { get; init; } = [];

    /// <summary>Types: 'MX', 'TYPE65280'; none for A and AAAA of a name and PTR of an address.</summary>
    [RequestOption(Position = 1)]
    public IReadOnlyList<string> Type { get; init; } = [];

    /// <summary>The servers to ask in turn, 'host' or 'host:port'; none for the system's.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    /// <summary>The class.</summary>
    public DnsClass Class { get; init; } = DnsClass.IN;

    /// <summary>The sections whose records are wanted.</summary>
    public IReadOnlyList<DnsSection> Section { get; init; } = [DnsSection.Answer];

    /// <summary>Whether to ask over TCP from the start.</summary>
    public bool Tcp { get; init; }

    /// <summary>Whether the server is to answer only out of what it has.</summary>
    public bool NoRecursion { get; init; }

    /// <summary>Whether signatures are to come with the answer.</summary>
    public bool DnsSec { get; init; }

    /// <summary>How long one question may take; each of several servers has its share.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to go round the servers again.</summary>
    [RequestOption(Minimum = 0)]
    public int RetryCount { get; init; }

    /// <summary>The first pause before a datagram is sent again, and before the servers are asked again.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many names are looked up at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int ThrottleLimit { get; init; } = 256;
}
