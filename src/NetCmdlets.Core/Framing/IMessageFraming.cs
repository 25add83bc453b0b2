using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>How messages are told apart in a stream of bytes. Holds no state, so one serves every connection.</summary>
public interface IMessageFraming
{
    /// <summary>Looks for the first message.</summary>
    /// <param name="bytes">What is there: at least one byte.</param>
    /// <param name="scanned">
    /// How many of the bytes were looked at before, in vain; set to what needs not be looked at again.
    /// </param>
    /// <param name="ended">Whether no more bytes come.</param>
    /// <param name="frame">Where the message lies.</param>
    FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame);

    /// <summary>Writes a message with its framing.</summary>
    /// <exception cref="Diagnostics.NetException">The framing cannot carry it (MessageTooLong).</exception>
    void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output);
}
