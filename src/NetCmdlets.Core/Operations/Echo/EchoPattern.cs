using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>
/// Bytes that tell where they belong: a message with some of its bytes lost, doubled or moved does not look the same.
/// All of them are printable ASCII, so that a server which takes bytes for text fails where that is asked, and not in
/// every check.
/// </summary>
internal static class EchoPattern
{
    private const int First = 0x20;
    private const int Values = 95;

    /// <summary>Every value once, in order.</summary>
    public static byte[] AllValues { get; } = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    /// <summary>A text with letters of one to four bytes, line ends, a tab and a NUL.</summary>
    public static byte[] Text { get; } = System.Text.Encoding.UTF8.GetBytes(
        "Echo: na\u00efve caf\u00e9, \u65e5\u672c\u8a9e, \U0001F50C\r\nsecond line\n\ttab, NUL \0 and no line end");

    /// <summary>Fills a buffer with the part of an endless pattern that begins at an offset.</summary>
    /// <param name="buffer">What to fill.</param>
    /// <param name="offset">Where in the pattern it begins.</param>
    /// <param name="seed">Which pattern: clients of one check each have their own.</param>
    public static void Fill(Span<byte> buffer, long offset, int seed = 0)
    {
        for (int i = 0; i < buffer.Length; i++)
            buffer[i] = At(offset + i, seed);
    }

    /// <summary>A part of the pattern.</summary>
    public static byte[] Make(int length, int seed = 0)
    {
        byte[] bytes = new byte[length];
        Fill(bytes, 0, seed);
        return bytes;
    }

    /// <summary>Fails where what came back is not what was sent.</summary>
    /// <exception cref="EchoFault">The first difference, or how much is missing.</exception>
    public static void RequireSame(ReadOnlySpan<byte> sent, ReadOnlySpan<byte> received, string ending)
    {
        int same = sent.CommonPrefixLength(received);
        if (same == sent.Length && same == received.Length)
            return;
        if (same < sent.Length && same < received.Length)
        {
            throw new EchoFault(
                Invariant($"byte {same:N0} of {sent.Length:N0} was sent as 0x{sent[same]:X2} and came back as ")
                    + $"0x{received[same]:X2}.");
        }

        throw new EchoFault(same == received.Length
            ? Invariant($"{received.Length:N0} of {sent.Length:N0} bytes came back, {ending}.")
            : Invariant($"{received.Length:N0} bytes came back for the {sent.Length:N0} that were sent."));
    }

    // The offset's digits to the base 95, each with a factor of its own: neither a shift nor a lost block keeps them.
    private static byte At(long offset, int seed)
        => (byte)(First + (int)(((offset * 31) + (offset / Values * 29) + (offset / (Values * Values) * 23)
            + ((long)seed * 17)) % Values));
}
