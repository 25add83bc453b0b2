using System.Globalization;

namespace NetCmdlets.Protocols.Dns;

/// <summary>Classes of resource records (RFC 1035, section 3.2.4).</summary>
public enum DnsClass
{
    /// <summary>The Internet.</summary>
    IN = 1,

    /// <summary>Chaosnet; name servers tell about themselves in it ('version.bind', 'id.server').</summary>
    CH = 3,

    /// <summary>Hesiod.</summary>
    HS = 4,

    /// <summary>None (RFC 2136).</summary>
    NONE = 254,

    /// <summary>Any class.</summary>
    ANY = 255,
}

/// <summary>The texts of classes.</summary>
internal static class DnsClasses
{
    /// <summary>The class's mnemonic, or CLASS and its number (RFC 3597, section 5).</summary>
    public static string TextOf(DnsClass value)
        => Enum.GetName(value) ?? string.Create(CultureInfo.InvariantCulture, $"CLASS{(int)value}");
}
