using System.Globalization;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Dns;

/// <summary>The texts of record types.</summary>
public static class DnsRecordTypes
{
    private const string Generic = "TYPE";
    private const DnsRecordType Incremental = (DnsRecordType)251;

    /// <summary>The types that can be asked for by name.</summary>
    public static IReadOnlyList<DnsRecordType> Known { get; } = [.. Enum.GetValues<DnsRecordType>()
        .Where(type => type is not (DnsRecordType.None or DnsRecordType.OPT))];

    /// <summary>The type's mnemonic, or TYPE and its number where it has none here (RFC 3597, section 5).</summary>
    public static string TextOf(DnsRecordType type)
        => (type == DnsRecordType.None ? null : Enum.GetName(type))
            ?? string.Create(CultureInfo.InvariantCulture, $"{Generic}{(int)type}");

    /// <summary>Reads a mnemonic in any case, 'TYPE65280', or a number from 1 to 65535.</summary>
    /// <exception cref="NetException">It is none of these, or cannot be asked for (InvalidRequest).</exception>
    public static DnsRecordType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim();
        if (name == "*")
            return DnsRecordType.ANY;
        string digits = name.StartsWith(Generic, StringComparison.OrdinalIgnoreCase) ? name[Generic.Length..] : name;
        DnsRecordType type = ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
            ? (DnsRecordType)number
            : name.Equals("IXFR", StringComparison.OrdinalIgnoreCase) ? Incremental
            : Enum.TryParse(name, ignoreCase: true, out DnsRecordType named) && Enum.IsDefined(named)
                ? named
                : DnsRecordType.None;
        return type switch
        {
            DnsRecordType.None => throw new NetException(
                FailureKind.InvalidRequest,
                $"'{text}' is not a type of DNS records. Give a name as A, MX or TXT, or a number as TYPE65280.",
                text),
            DnsRecordType.OPT => throw new NetException(
                FailureKind.InvalidRequest, "OPT is part of every message and cannot be asked for.", text),
            // IXFR (RFC 1995): what changed since a version, which nobody keeps here.
            Incremental => throw new NetException(
                FailureKind.InvalidRequest,
                "Transfers of what changed in a zone (IXFR) are not done here. Transfer all of it with AXFR.",
                text),
            _ => type,
        };
    }
}
