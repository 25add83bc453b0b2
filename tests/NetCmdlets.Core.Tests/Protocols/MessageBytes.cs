using System.Buffers.Binary;
using System.Text;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Core.Tests.Protocols;

/// <summary>Puts responses together byte by byte, right or wrong: no test asks the code under test how.</summary>
internal sealed class MessageBytes
{
    private readonly List<byte> bytes = [.. new byte[12]];
    private readonly int[] counts = new int[4];

    public MessageBytes(ushort id = 0x1234, ushort flags = 0x8180)
    {
        Set(0, id);
        Set(2, flags);
    }

    public int Length => bytes.Count;

    /// <summary>A name in plain labels, without escapes and pointers.</summary>
    public static byte[] Name(string name)
    {
        var wire = new List<byte>();
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            wire.AddRange([(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]);
        return [.. wire, 0];
    }

    public static byte[] Pointer(int to) => [(byte)(0xC0 | (to >> 8)), (byte)to];

    public static byte[] Number(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Text(string text) => [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)];

    public MessageBytes Question(string name, DnsRecordType type)
    {
        bytes.AddRange([.. Name(name), .. Number((int)type), 0, 1]);
        Set(4, (ushort)++counts[0]);
        return this;
    }

    /// <summary>A record; the name of the first question where none is given.</summary>
    public MessageBytes Record(
        DnsRecordType type, byte[] data, DnsSection section = DnsSection.Answer, byte[]? name = null,
        uint ttl = 300, int? length = null, int recordClass = 1)
    {
        byte[] time = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(time, ttl);
        bytes.AddRange(
        [
            .. name ?? Pointer(12), .. Number((int)type), .. Number(recordClass), .. time,
            .. Number(length ?? data.Length), .. data,
        ]);
        int at = (int)section + 1;
        Set(4 + (2 * at), (ushort)++counts[at]);
        return this;
    }

    /// <summary>EDNS with options: a code and data each.</summary>
    public MessageBytes Edns(uint flags = 0, params (int Code, byte[] Data)[] options) => Record(
        DnsRecordType.OPT,
        [
            .. options.SelectMany(option => (byte[])
                [.. Number(option.Code), .. Number(option.Data.Length), .. option.Data]),
        ],
        DnsSection.Additional,
        [0],
        flags,
        recordClass: 4096);

    public byte[] ToArray() => [.. bytes];

    private void Set(int at, ushort value)
    {
        bytes[at] = (byte)(value >> 8);
        bytes[at + 1] = (byte)value;
    }
}
