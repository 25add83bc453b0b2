using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;

namespace NetCmdlets.Operations.Tcp;

/// <summary>When a reply is complete, and how the message before it is framed.</summary>
/// <param name="Outgoing">The framing of what is sent.</param>
/// <param name="Incoming">The framing of the reply.</param>
/// <param name="EndsWhenQuiet">Whether silence completes the reply.</param>
/// <param name="What">What is waited for, in words.</param>
internal sealed record ReplyRule(IMessageFraming Outgoing, IMessageFraming Incoming, bool EndsWhenQuiet, string What)
{
    /// <summary>The one rule that the request asks for.</summary>
    /// <exception cref="NetException">It asks for more than one, or for one that is not whole (InvalidRequest).</exception>
    public static ReplyRule Of(IReplyOptions request, MessageText encoding)
    {
        int rules = (request.ReplyBytes > 0 ? 1 : 0) + (request.Until is null ? 0 : 1) + (request.Framing is null ? 0 : 1);
        if (rules > 1)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "-ReplyBytes, -Until and -Framing exclude each other: give one of them.");
        }

        // Raw where none is asked for; what does not go together is refused all the same.
        IMessageFraming framing = new FramingOptions
        {
            Kind = request.Framing ?? FramingKind.Raw,
            Encoding = encoding,
            Delimiter = request.Delimiter,
            PrefixBytes = request.PrefixBytes,
            MaxMessageBytes = request.MaxReplyBytes,
        }.Create();
        int most = request.MaxReplyBytes;
        var raw = new RawFraming(most);
        if (request.ReplyBytes > most)
            throw new NetException(FailureKind.InvalidRequest, $"-ReplyBytes is more than the {most} bytes allowed.");
        if (request.ReplyBytes > 0)
            return new(raw, new FixedLengthFraming(request.ReplyBytes), false, $"{request.ReplyBytes} bytes");
        if (request.Until is not null)
            return new(raw, new UntilFraming(Mark(request.Until, encoding), most), false, "the text of -Until");
        if (request.Framing is not null and not FramingKind.Raw)
            return new(framing, framing, false, "a whole message");
        return request.Shutdown
            ? new(raw, new WholeStreamFraming(most), false, "the server's end of the stream")
            : new(raw, new WholeStreamFraming(most), true, "a reply");
    }

    private static byte[] Mark(string text, MessageText encoding) => text.Length > 0
        ? encoding.Encode(text)
        : throw new NetException(FailureKind.InvalidRequest, "-Until needs at least one character.");
}
