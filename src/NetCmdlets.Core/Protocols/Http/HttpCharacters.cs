using System.Buffers;

namespace NetCmdlets.Protocols.Http;

/// <summary>Which bytes may stand where (RFC 9110, section 5.6.2 and 5.5; RFC 3986, section 2).</summary>
internal static class HttpCharacters
{
    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // VCHAR, obs-text, SP and HTAB: no other control character, so neither CR nor LF nor NUL.
    private static readonly SearchValues<byte> FieldValue = SearchValues.Create(Bytes(static value =>
        value is (byte)'\t' or >= 0x20 and not 0x7F));

    // Browsers leave '[', '|' and others unescaped, curl what is not ASCII: all that is visible is taken, but no
    // fragment.
    private static readonly SearchValues<byte> Target = SearchValues.Create(Bytes(static value =>
        value is > 0x20 and not 0x7F and not (byte)'#'));

    private static readonly SearchValues<byte> Host = SearchValues.Create(
        "-._~!$&'()*+,;=:%[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Whether it is a token: a method, or a field's name.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(Token);

    /// <summary>Whether a byte may begin a token.</summary>
    public static bool IsToken(byte value) => Token.Contains(value);

    /// <summary>Whether it may be a field's value.</summary>
    public static bool IsFieldValue(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(FieldValue);

    /// <summary>Whether it may be a request's target.</summary>
    public static bool IsTarget(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(Target);

    /// <summary>Whether it may be a host with or without a port; an empty one may (RFC 9110, section 7.2).</summary>
    public static bool IsHost(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Host);

    private static byte[] Bytes(Predicate<byte> which)
        => [.. Enumerable.Range(0, 256).Select(static value => (byte)value).Where(value => which(value))];
}
