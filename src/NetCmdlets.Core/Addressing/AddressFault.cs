namespace NetCmdlets.Addressing;

/// <summary>Why a text is no address or network. A value, so that refusing costs no exception.</summary>
public enum AddressFault
{
    /// <summary>The text is right.</summary>
    None,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>An IPv4 address has not exactly four octets.</summary>
    OctetCount,

    /// <summary>Nothing stands between two dots.</summary>
    OctetEmpty,

    /// <summary>An octet holds something other than the digits 0 to 9.</summary>
    OctetNotDecimal,

    /// <summary>An octet is written with a leading zero, which some take for octal (RFC 6943 section 3.1.1).</summary>
    OctetLeadingZero,

    /// <summary>An octet is over 255.</summary>
    OctetRange,

    /// <summary>A group holds something other than hexadecimal digits.</summary>
    GroupNotHexadecimal,

    /// <summary>A group has more than four digits.</summary>
    GroupTooLong,

    /// <summary>There are not eight groups, or none is left for '::' to stand for.</summary>
    GroupCount,

    /// <summary>'::' stands in the text more than once.</summary>
    SecondDoubleColon,

    /// <summary>The text begins or ends with a single colon.</summary>
    LoneColon,

    /// <summary>The dotted IPv4 part at the end of an IPv6 address is wrong.</summary>
    EmbeddedIPv4,

    /// <summary>A scope id is empty, holds another '%', a blank or a '/', or follows an IPv4 address.</summary>
    Scope,

    /// <summary>A '/' stands where one address was asked for.</summary>
    UnexpectedPrefix,

    /// <summary>Nothing follows the '/'.</summary>
    PrefixEmpty,

    /// <summary>There is more than one '/'.</summary>
    SecondSlash,

    /// <summary>The prefix length is over 32, or over 128.</summary>
    PrefixRange,

    /// <summary>What follows the '/' or the blank is neither a prefix length nor a mask of the same family.</summary>
    MaskFormat,

    /// <summary>The mask's one bits (or the wildcard's zero bits) are not contiguous.</summary>
    MaskHoles,

    /// <summary>The first address of a range is above its last, or the two are of different families.</summary>
    RangeOrder,
}
