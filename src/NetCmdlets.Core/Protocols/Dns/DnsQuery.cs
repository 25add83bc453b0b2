using System.Buffers.Binary;

namespace NetCmdlets.Protocols.Dns;

/// <summary>One question as a message (RFC 1035, section 4.1), with EDNS (RFC 6891).</summary>
internal sealed record DnsQuery
{
    private const int OptBytes = 11;

    private readonly byte[] name;

    private DnsQuery(string text, byte[] name)
    {
        Name = text;
        this.name = name;
    }

    /// <summary>The name as it was given.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public required DnsRecordType Type { get; init; }

    /// <summary>The class.</summary>
    public DnsClass Class { get; init; } = DnsClass.IN;

    /// <summary>Ties the response to it.</summary>
    public ushort Id { get; init; }

    /// <summary>Whether the server is to ask others.</summary>
    public bool Recursion { get; init; } = true;

    /// <summary>Whether signatures are to come with the answer.</summary>
    public bool DnsSec { get; init; }

    /// <summary>Whether the query has an OPT record; servers of old take none.</summary>
    public bool Edns { get; init; } = true;

    /// <summary>How many bytes it has.</summary>
    public int Length => QuestionEnd + (Edns ? OptBytes : 0);

    private int QuestionEnd => DnsHeader.Bytes + name.Length + 4;

    /// <summary>A query for a name, or null and why it is no name.</summary>
    public static DnsQuery? Create(string name, DnsRecordType type, out string? fault)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaximumBytes];
        int length = DnsName.Write(name, wire, out fault);
        return fault is null ? new DnsQuery(name, wire[..length].ToArray()) { Type = type } : null;
    }

    /// <summary>Writes the message.</summary>
    /// <param name="message">Of at least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> message)
    {
        int flags = (Recursion ? DnsHeader.RecursionDesired : 0) | DnsHeader.Authentic;
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(message[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], (ushort)(Edns ? 1 : 0));
        name.CopyTo(message[DnsHeader.Bytes..]);
        Span<byte> rest = message[(DnsHeader.Bytes + name.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)Class);
        if (!Edns)
            return;
        rest = rest[4..];
        rest[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)DnsRecordType.OPT);
        BinaryPrimitives.WriteUInt16BigEndian(rest[3..], DnsEdns.DefaultPayloadSize);
        BinaryPrimitives.WriteUInt32BigEndian(rest[5..], DnsSec ? 0x8000u : 0);
        BinaryPrimitives.WriteUInt16BigEndian(rest[9..], 0);
    }

    /// <summary>The message.</summary>
    public byte[] ToArray()
    {
        byte[] message = new byte[Length];
        Write(message);
        return message;
    }

    /// <summary>
    /// Whether bytes are the response to this query: a forged or late one has another id or question (RFC 5452, section
    /// 9.1). A server that could not read the question may leave it out.
    /// </summary>
    /// <param name="message">The bytes.</param>
    /// <param name="canOmitQuestion">
    /// Whether others may, too: the messages of a zone transfer after the first (RFC 5936, section 2.2.1).
    /// </param>
    public bool IsAnsweredBy(ReadOnlySpan<byte> message, bool canOmitQuestion = false)
    {
        if (message.Length < DnsHeader.Bytes)
            return false;
        var reader = new DnsReader(message);
        DnsHeader header = DnsHeader.Read(ref reader);
        if (header.Id != Id || !header.Has(DnsHeader.Response))
            return false;
        if (header.Questions == 0)
        {
            return canOmitQuestion
                || header.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NXDomain);
        }

        if (header.Questions != 1 || message.Length < QuestionEnd)
            return false;
        ReadOnlySpan<byte> question = message[DnsHeader.Bytes..QuestionEnd];
        ReadOnlySpan<byte> asked = question[..name.Length];
        return (asked.SequenceEqual(name) || System.Text.Ascii.EqualsIgnoreCase(asked, name))
            && BinaryPrimitives.ReadUInt16BigEndian(question[name.Length..]) == (ushort)Type
            && BinaryPrimitives.ReadUInt16BigEndian(question[(name.Length + 2)..]) == (ushort)Class;
    }
}
