using System.Buffers.Binary;

namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// A cursor over a message. What is wrong is kept, not thrown: after the first fault every read gives zero or nothing,
/// so a parser reads a whole record and asks once. Hostile bytes cost no exception.
/// </summary>
internal ref struct DnsReader
{
    private readonly ReadOnlySpan<byte> message;

    /// <summary>Starts at a message's first byte.</summary>
    public DnsReader(ReadOnlySpan<byte> message)
    {
        this.message = message;
        End = message.Length;
    }

    /// <summary>Where the next read begins, from the message's first byte.</summary>
    public int Position { get; private set; }

    /// <summary>Where reads must end: the message's end, or that of the record's data.</summary>
    public int End { get; private set; }

    /// <summary>The first thing that was wrong; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>How many bytes are left before <see cref="End"/>.</summary>
    public readonly int Left => End - Position;

    /// <summary>Says that the message is malformed; the first fault counts.</summary>
    public void Fail(string fault) => Fault ??= $"{fault} at byte {Position}";

    /// <summary>One byte.</summary>
    public byte ReadByte() => Take(1, "a byte") is [byte value] ? value : (byte)0;

    /// <summary>Sixteen bits.</summary>
    public ushort ReadUInt16()
        => Take(2, "16 bits") is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    /// <summary>Thirty-two bits.</summary>
    public uint ReadUInt32()
        => Take(4, "32 bits") is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    /// <summary>A number of bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count, "data");

    /// <summary>The bytes up to the end of the record's data.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(Left, "data");

    /// <summary>A character-string: one byte of length, then so many (RFC 1035, section 3.3).</summary>
    public ReadOnlySpan<byte> ReadCharacterString() => Take(ReadByte(), "a character-string");

    /// <summary>A name, its pointers followed, as text without the last dot ('.' for the root).</summary>
    public string ReadName()
    {
        if (Fault is not null)
            return "";
        Span<char> text = stackalloc char[DnsName.MaximumText];
        int next = Position;
        int length = DnsName.Read(message, ref next, End, text, out string? fault);
        if (fault is not null)
        {
            Fail(fault);
            return "";
        }

        Position = next;
        return length == 0 ? DnsName.Root : new string(text[..length]);
    }

    /// <summary>Narrows reads to the next bytes, of one record or option; returns the end to go back to.</summary>
    public int Enter(int count)
    {
        int outer = End;
        if (count > Left)
            Fail($"{count} bytes are announced and {Left} are there");
        else
            End = Position + count;
        return outer;
    }

    /// <summary>Ends what <see cref="Enter"/> began; all of its bytes must have been read.</summary>
    public void Leave(int outer)
    {
        if (Fault is not null)
            return;
        if (Position != End)
            Fail($"{Left} bytes are left over");
        End = outer;
    }

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (Fault is not null)
            return default;
        if (count > Left)
        {
            Fail($"the end comes before {what}");
            return default;
        }

        ReadOnlySpan<byte> bytes = message.Slice(Position, count);
        Position += count;
        return bytes;
    }
}
