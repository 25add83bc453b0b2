using System.Text;

namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// The parameters of SVCB and HTTPS (RFC 9460, section 2.2): a key, a length and a value each, the keys in ascending
/// order.
/// </summary>
internal static class DnsServiceParameters
{
    private static readonly string[] Names =
        ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath"];

    /// <summary>The parameters in presentation form.</summary>
    public static string[] Read(ref DnsReader reader)
    {
        var parameters = new List<string>();
        int last = -1;
        while (reader.Left > 0 && reader.Fault is null)
        {
            int key = reader.ReadUInt16();
            if (key <= last)
                reader.Fail("the parameters are out of order");
            last = key;
            int outer = reader.Enter(reader.ReadUInt16());
            string value = ReadValue(key, ref reader);
            reader.Leave(outer);
            parameters.Add(value.Length == 0 ? NameOf(key) : $"{NameOf(key)}={value}");
        }

        return [.. parameters];
    }

    private static string NameOf(int key) => key < Names.Length ? Names[key] : "key" + DnsText.Number(key);

    private static string ReadValue(int key, ref DnsReader reader) => key switch
    {
        0 => ReadList(ref reader, static (ref DnsReader from) => NameOf(from.ReadUInt16())),
        1 => Quote(ReadList(ref reader, static (ref DnsReader from) => Protocol(from.ReadCharacterString()))),
        2 => "",
        3 => DnsText.Number(reader.ReadUInt16()),
        4 => ReadList(ref reader, static (ref DnsReader from) => AddressOf(from.ReadBytes(4))),
        5 => Convert.ToBase64String(reader.ReadRest()),
        6 => ReadList(ref reader, static (ref DnsReader from) => AddressOf(from.ReadBytes(16))),
        _ => reader.Left == 0 ? "" : DnsText.Quote(reader.ReadRest()),
    };

    private delegate string ItemReader(ref DnsReader reader);

    private static string ReadList(ref DnsReader reader, ItemReader readItem)
    {
        var items = new StringBuilder();
        while (reader.Left > 0 && reader.Fault is null)
            items.Append(items.Length > 0 ? "," : "").Append(readItem(ref reader));
        if (items.Length == 0)
            reader.Fail("a parameter has no value");
        return items.ToString();
    }

    private static string Quote(string text) => $"\"{text}\"";

    private static string AddressOf(ReadOnlySpan<byte> octets) => octets.IsEmpty ? "" : DnsText.Address(octets);

    // A comma or backslash of a protocol's name is escaped for the list, and that again for the quotes.
    private static string Protocol(ReadOnlySpan<byte> octets)
        => DnsText.Quote(octets)[1..^1]
            .Replace("\\\\", "\\\\\\\\", StringComparison.Ordinal).Replace(",", "\\\\,", StringComparison.Ordinal);
}
