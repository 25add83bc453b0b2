using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>A record of a type without a shape here: its data as it came (RFC 3597, section 5).</summary>
public sealed record DnsUnknownRecord : DnsRecord
{
    private DnsUnknownRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The data.</summary>
    public byte[] Octets { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => Octets.Length == 0
        ? "\\# 0"
        : DnsText.Join("\\#", Octets.Length, DnsText.Hex(Octets));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsUnknownRecord(head) { Octets = reader.ReadRest().ToArray() };
}
