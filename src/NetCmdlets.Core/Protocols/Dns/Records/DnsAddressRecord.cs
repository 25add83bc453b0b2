using System.Net;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>A or AAAA: an address (RFC 1035, section 3.4.1; RFC 3596, section 2.2).</summary>
public sealed record DnsAddressRecord : DnsRecord
{
    private DnsAddressRecord(DnsRecordHead head, ReadOnlySpan<byte> octets)
        : base(head)
    {
        Address = new IPAddress(octets);
    }

    /// <summary>The address.</summary>
    public IPAddress Address { get; }

    /// <inheritdoc/>
    public override string Data => DnsText.Address(Address.GetAddressBytes());

    private protected override string Leads => Address.ToString();

    internal static DnsRecord? Read(DnsRecordHead head, ref DnsReader reader)
    {
        ReadOnlySpan<byte> octets = reader.ReadBytes(head.Type == DnsRecordType.A ? 4 : 16);
        return octets.IsEmpty ? null : new DnsAddressRecord(head, octets);
    }
}
