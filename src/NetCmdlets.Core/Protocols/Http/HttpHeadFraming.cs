using System.Buffers;
using NetCmdlets.Framing;

namespace NetCmdlets.Protocols.Http;

/// <summary>
/// A request's head as a message: to the empty line, with it. What cannot become a head (a line that ends with a bare
/// LF, a first byte that no method has, more bytes than any head has) is given out as far as it is there, at once, for
/// the parser to say what is wrong.
/// </summary>
/// <remarks>
/// An empty line before the request is left out: some clients send one after a body (RFC 9112, section 2.2).
/// </remarks>
internal sealed class HttpHeadFraming : IMessageFraming
{
    public static HttpHeadFraming Instance { get; } = new();

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        int start = 0;
        if (bytes[0] == (byte)'\r')
        {
            if (bytes.Length == 1)
                return NeedMore(out frame);
            if (bytes[1] != (byte)'\n')
                return Whole(bytes, 0, out frame);
            if (bytes.Length == 2)
                return NeedMore(out frame);
            start = 2;
        }

        if (!HttpCharacters.IsToken(bytes[start]))
            return Whole(bytes, start, out frame);
        int from = Math.Max(scanned, start);
        while (bytes[from..].IndexOf((byte)'\n') is >= 0 and int found)
        {
            int feed = from + found;
            from = feed + 1;
            bool isBare = bytes[feed - 1] != (byte)'\r';
            bool isEmptyLine = feed >= start + 2 && bytes[feed - 2] == (byte)'\n';
            if (!isBare && !isEmptyLine)
                continue;
            frame = new Frame(start, from - start, from);
            return FrameStatus.Message;
        }

        scanned = bytes.Length;
        bool firstLineOpen = bytes.Length - start > HttpLimits.RequestLineBytes + 2
            && !bytes[start..].Contains((byte)'\n');
        return bytes.Length - start > HttpLimits.HeadBytes || firstLineOpen
            ? Whole(bytes, start, out frame)
            : NeedMore(out frame);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);

    private static FrameStatus Whole(ReadOnlySpan<byte> bytes, int start, out Frame frame)
    {
        frame = new Frame(start, bytes.Length - start, bytes.Length);
        return FrameStatus.Message;
    }

    private static FrameStatus NeedMore(out Frame frame)
    {
        frame = default;
        return FrameStatus.NeedMore;
    }
}
