using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// TXT, SPF, HINFO, X25, ISDN, GPOS or RESINFO: strings of up to 255 octets each (RFC 1035, sections 3.3.2 and 3.3.14).
/// </summary>
public sealed record DnsTextRecord : DnsRecord
{
    private DnsTextRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>
    /// The strings: UTF-8 where they are that, otherwise with '\DDD' for what is no printable character. They may hold
    /// control characters; <see cref="Data"/> does not.
    /// </summary>
    public string[] Text { get; private init; } = [];

    /// <summary>All the strings in one, as SPF, DKIM and others read them (RFC 7208, section 3.3).</summary>
    public string Value { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => Quoted;

    private string Quoted { get; init; } = "";

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        var text = new List<string>();
        var quoted = new List<string>();
        var whole = new List<byte>();
        do
        {
            ReadOnlySpan<byte> octets = reader.ReadCharacterString();
            text.Add(DnsText.Decode(octets));
            quoted.Add(DnsText.Quote(octets));
            whole.AddRange(octets);
        }
        while (reader.Left > 0 && reader.Fault is null);
        if (head.Type == DnsRecordType.HINFO && text.Count != 2)
            reader.Fail("HINFO has two strings");
        return new DnsTextRecord(head)
        {
            Text = [.. text],
            Value = DnsText.Decode([.. whole]),
            Quoted = string.Join(' ', quoted),
        };
    }
}
