using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Operations.Names;

/// <summary>What came of one question.</summary>
/// <param name="Message">The response; null where none came that could be read.</param>
/// <param name="Failure">Why there is no answer; null where there is one, be it without records.</param>
/// <param name="Server">Who was asked last.</param>
/// <param name="Protocol">How.</param>
internal sealed record DnsAnswer(
    DnsMessage? Message, NetFailure? Failure, IPEndPoint Server, TransportProtocol Protocol)
{
    /// <summary>How long it took, over all servers and tries.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What is to be told of the way to it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the answer is that the name does not exist.</summary>
    public bool NameIsMissing => Message?.ResponseCode == DnsResponseCode.NXDomain;

    /// <summary>Whether another server may know better: this one answered nothing about the name.</summary>
    public bool IsInconclusive => Failure is not null && !NameIsMissing;

    /// <summary>The records of some sections, each with what is known of the answer.</summary>
    public IEnumerable<DnsRecord> RecordsIn(IReadOnlyCollection<DnsSection> sections, string question)
        => Message is null ? [] : Message.Records
            .Where(record => sections.Contains(record.Section))
            .Select(record => record.From(Message, question, Server, Protocol, Elapsed));
}
