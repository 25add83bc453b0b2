using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>CAA: who may issue certificates (RFC 8659, section 4.1).</summary>
public sealed record DnsCaaRecord : DnsRecord
{
    private DnsCaaRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>128 where an issuer that does not understand the tag must refuse.</summary>
    public int Flags { get; private init; }

    /// <summary>What it is about: 'issue', 'issuewild', 'iodef'.</summary>
    public string Tag { get; private init; } = "";

    /// <summary>The tag's value.</summary>
    public string Value { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Flags, Tag, Quoted);

    private string Quoted { get; init; } = "";

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        byte flags = reader.ReadByte();
        ReadOnlySpan<byte> tag = reader.ReadCharacterString();
        // The tag is letters and digits; anything else would be shown as if it were.
        foreach (byte octet in tag)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet))
                reader.Fail("CAA's tag has other characters than letters and digits");
        }

        ReadOnlySpan<byte> value = reader.ReadRest();
        return new DnsCaaRecord(head)
        {
            Flags = flags,
            Tag = DnsText.Decode(tag),
            Value = DnsText.Decode(value),
            Quoted = DnsText.Quote(value),
        };
    }
}
