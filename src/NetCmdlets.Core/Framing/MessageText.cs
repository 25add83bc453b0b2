using System.Globalization;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Framing;

/// <summary>
/// Text to bytes and back, strictly: what an encoding cannot carry is an error and is never replaced by a question
/// mark.
/// </summary>
public sealed class MessageText
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8",
        ["ascii"] = "us-ascii",
        ["latin1"] = "iso-8859-1",
        ["unicode"] = "utf-16",
        ["bigendianunicode"] = "utf-16BE",
        ["utf16"] = "utf-16",
        ["utf32"] = "utf-32",
    };

    private readonly Encoding encoding;

    private MessageText(Encoding encoding) => this.encoding = encoding;

    /// <summary>UTF-8 without a byte-order mark.</summary>
    public static MessageText Utf8 { get; } = new(new UTF8Encoding(false, true));

    /// <summary>The names that a completer offers.</summary>
    public static IReadOnlyList<string> Names { get; }
        = ["utf8", "ascii", "latin1", "unicode", "bigendianunicode", "utf32"];

    /// <summary>The encoding's registered name.</summary>
    public string Name => encoding.WebName;

    /// <summary>
    /// The encoding of a name: PowerShell's names, the registered ones (RFC 2978), and the numbers of code pages.
    /// </summary>
    /// <exception cref="NetException">This system does not know it (InvalidEncoding).</exception>
    public static MessageText Named(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase))
            return Utf8;
        try
        {
            return new MessageText(int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int codePage)
                ? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                : Encoding.GetEncoding(
                    Aliases.GetValueOrDefault(name, name),
                    EncoderFallback.ExceptionFallback,
                    DecoderFallback.ExceptionFallback));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new NetException(
                FailureKind.InvalidEncoding,
                $"'{name}' is not an encoding that this system knows. Give one of {string.Join(", ", Names)}.",
                name,
                error);
        }
    }

    /// <summary>The encoding's name.</summary>
    public override string ToString() => Name;

    /// <summary>The bytes of a text.</summary>
    /// <exception cref="NetException">The encoding has no bytes for a character of it (InvalidEncoding).</exception>
    public byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new NetException(
                FailureKind.InvalidEncoding,
                $"The text cannot be written in {Name}: it has no bytes for the character at index {error.Index}.",
                text,
                error);
        }
    }

    /// <summary>
    /// A decoder for a screen: it carries a character over from piece to piece, and shows what is no text as U+FFFD.
    /// </summary>
    public Decoder GetLenientDecoder()
        => Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)
            .GetDecoder();

    /// <summary>The text of some bytes; null where they are not text in this encoding.</summary>
    public string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
