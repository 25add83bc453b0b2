using System.Buffers;
using NetCmdlets.Framing;

namespace NetCmdlets.Operations.Dialogue;

/// <summary>A message is all that has come, as soon as it is what is expected.</summary>
internal sealed class ExpectFraming(DialogueLine line, MessageText encoding, int maxMessageBytes) : IMessageFraming
{
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        frame = new Frame(0, bytes.Length, bytes.Length);
        if (bytes.Length > maxMessageBytes)
            return FrameStatus.TooLong;
        // Looked at before and nothing came since: the answer is the same.
        if (scanned == bytes.Length)
            return ended ? FrameStatus.Truncated : FrameStatus.NeedMore;
        scanned = bytes.Length;
        if (encoding.TryDecode(bytes) is { } text && line.Fits(text))
            return FrameStatus.Message;
        return ended ? FrameStatus.Truncated : FrameStatus.NeedMore;
    }

    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);
}
