using System.Buffers;
using NetCmdlets.Framing;

namespace NetCmdlets.Protocols.Http;

/// <summary>
/// Bytes in, requests out, without input or output of its own: reads one connection's requests, one after the other.
/// After a head that has a body this is read to <see cref="HttpReadStatus.Complete"/>; then comes the next head.
/// </summary>
/// <remarks>
/// <code>
/// chunk:    1*HEXDIG [ chunk-ext ] CRLF chunk-data CRLF     RFC 9112, section 7.1
/// last:     1*"0" [ chunk-ext ] CRLF *( field-line CRLF ) CRLF
/// </code>
/// </remarks>
public sealed class HttpRequestReader : IDisposable
{
    private static readonly DelimiterFraming ChunkLine = new("\r\n"u8, HttpLimits.ChunkLineBytes);
    private static readonly DelimiterFraming TrailerLine = new("\r\n"u8, HttpLimits.TrailerLineBytes);
    private static readonly FixedLengthFraming ChunkEnd = new(2);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly long maxBodyBytes;
    private readonly FrameReader reader = new();
    private State state;
    private long remaining;
    private long bodyBytes;
    private int trailers;

    /// <summary>Makes a reader.</summary>
    /// <param name="maxBodyBytes">The longest body that is taken; a longer one is refused with 413.</param>
    public HttpRequestReader(long maxBodyBytes) => this.maxBodyBytes = maxBodyBytes;

    private enum State
    {
        Head,
        Body,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
    }

    /// <summary>Why the request is refused; null while none is.</summary>
    public HttpFault? Fault { get; private set; }

    /// <summary>Whether a request has begun and is not complete: whether the stream may not end here.</summary>
    public bool IsWithinRequest => state != State.Head || reader.Buffered > 0;

    /// <summary>Room to receive into; makes the last piece invalid.</summary>
    public Memory<byte> GetMemory() => reader.GetMemory();

    /// <summary>Says how many bytes were put into the room.</summary>
    public void Advance(int count) => reader.Advance(count);

    /// <summary>Adds bytes; makes the last piece invalid.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => reader.Append(bytes);

    /// <summary>Reads the next request's head.</summary>
    public HttpReadStatus ReadHead(out HttpRequestHead? head)
    {
        head = null;
        if (Fault is not null)
            return HttpReadStatus.Failed;
        if (state != State.Head)
            throw new InvalidOperationException("The body of the last request was not read to its end.");
        if (reader.TryRead(HttpHeadFraming.Instance, out ReadOnlyMemory<byte> bytes) != FrameStatus.Message)
            return HttpReadStatus.NeedMore;
        if (HttpHeadParser.TryParse(bytes.Span, maxBodyBytes, out head) is { } fault)
            return Refuse(fault);
        bodyBytes = 0;
        remaining = head!.ContentLength ?? 0;
        state = head.ContentLength switch
        {
            null => State.ChunkSize,
            0 => State.Head,
            _ => State.Body,
        };
        return HttpReadStatus.Ready;
    }

    /// <summary>Reads the next piece of the body, valid until the next call of any method.</summary>
    public HttpReadStatus ReadBody(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        while (Fault is null)
        {
            switch (state)
            {
                case State.Head:
                    return HttpReadStatus.Complete;
                case State.Body or State.ChunkData when remaining == 0:
                    state = state == State.Body ? State.Head : State.ChunkEnd;
                    continue;
                case State.Body or State.ChunkData:
                    piece = reader.Take((int)Math.Min(remaining, int.MaxValue));
                    remaining -= piece.Length;
                    return piece.IsEmpty ? HttpReadStatus.NeedMore : HttpReadStatus.Ready;
                default:
                    if (!ReadChunkPart())
                        return Fault is null ? HttpReadStatus.NeedMore : HttpReadStatus.Failed;
                    continue;
            }
        }

        return HttpReadStatus.Failed;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    // False where more bytes are needed, or something is wrong.
    private bool ReadChunkPart()
    {
        IMessageFraming framing = state switch
        {
            State.ChunkSize => ChunkLine,
            State.ChunkEnd => ChunkEnd,
            _ => TrailerLine,
        };
        FrameStatus status = reader.TryRead(framing, out ReadOnlyMemory<byte> line);
        if (status == FrameStatus.NeedMore)
            return false;
        HttpFault? fault = (state, status) switch
        {
            (State.ChunkSize, FrameStatus.Message) => StartChunk(line.Span),
            (State.ChunkSize, _) => HttpFault.BadRequest("The line of a chunk's size is too long."),
            (State.ChunkEnd, _) => EndChunk(line.Span),
            (_, FrameStatus.Message) => TakeTrailer(line.Span),
            _ => new HttpFault(431, "A trailer field is too long."),
        };
        if (fault is not null)
            Refuse(fault);
        return fault is null;
    }

    private HttpFault? StartChunk(ReadOnlySpan<byte> line)
    {
        int digits = line.IndexOfAnyExcept(HexDigits);
        digits = digits < 0 ? line.Length : digits;
        ReadOnlySpan<byte> rest = line[digits..];
        if (digits == 0 || (rest.Length > 0 && rest.TrimStart(" \t"u8) is not [(byte)';', ..])
            || !HttpCharacters.IsFieldValue(rest))
        {
            return HttpFault.BadRequest("A chunk's size is not a hexadecimal number.");
        }

        long size = 0;
        foreach (byte digit in line[..digits])
        {
            size = (size << 4) + Convert.ToInt32(((char)digit).ToString(), 16);
            if (size > maxBodyBytes - bodyBytes)
                return HttpHeadParser.TooLarge(maxBodyBytes);
        }

        bodyBytes += size;
        remaining = size;
        trailers = 0;
        state = size == 0 ? State.Trailer : State.ChunkData;
        return null;
    }

    private HttpFault? EndChunk(ReadOnlySpan<byte> end)
    {
        state = State.ChunkSize;
        return end.SequenceEqual("\r\n"u8) ? null : HttpFault.BadRequest("A chunk is longer than its size.");
    }

    // Trailer fields are read for their form and then dropped: nothing here may be told by one (section 7.1.2).
    private HttpFault? TakeTrailer(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            state = State.Head;
            return null;
        }

        return ++trailers > HttpLimits.Fields
            ? new HttpFault(431, "There are too many trailer fields.")
            : HttpHeadParser.TryParseField(line, null);
    }

    private HttpReadStatus Refuse(HttpFault fault)
    {
        Fault = fault;
        return HttpReadStatus.Failed;
    }
}
