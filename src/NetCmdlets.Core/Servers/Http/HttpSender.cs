using System.Buffers;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// Sends responses on a connection: the head and the first of the body in one call, the rest piece by piece, or, of a
/// file on plain TCP, by the system itself.
/// </summary>
internal sealed class HttpSender(TcpConnection connection, TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;
    private const int FirstBytes = 16 * 1024;
    private const int FileStepBytes = 512 * 1024;
    // So much in a row keeps the others waiting for less than a millisecond.
    private const int TurnBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> head = new();

    /// <summary>Sends a response; false where the connection has ended before all of it was sent.</summary>
    /// <param name="response">The response.</param>
    /// <param name="request">What it answers; null for what could not be read.</param>
    /// <param name="keepAlive">Whether another request may follow.</param>
    public async ValueTask<bool> SendAsync(HttpResponse response, HttpRequestHead? request, bool keepAlive)
    {
        WriteHead(response, request, keepAlive);
        HttpBody body = response.Body;
        long rest = HttpStatus.IsBodiless(response.Status) || request?.Method == "HEAD" ? 0 : body.Length;
        bool asFile = rest > BufferBytes && connection.SendsFiles && body.RestAsFile is not null;
        int room = asFile
            ? head.WrittenCount + FirstBytes
            : Math.Max(head.WrittenCount, (int)Math.Min(BufferBytes, head.WrittenCount + rest));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(room);
        int turn = 0;
        try
        {
            head.WrittenSpan.CopyTo(buffer);
            int filled = head.WrittenCount;
            while (true)
            {
                while (rest > 0 && filled < room)
                {
                    Memory<byte> free = buffer.AsMemory(filled, (int)Math.Min(room - filled, rest));
                    int count = await ReadAsync(body, free).ConfigureAwait(false);
                    if (count == 0)
                        return BecameShorter();
                    filled += count;
                    rest -= count;
                }

                if (!await connection.SendAsync(buffer.AsMemory(0, filled)).ConfigureAwait(false))
                    return false;
                if (rest == 0)
                    return true;
                if (asFile)
                    return await SendRestAsync(body, rest).ConfigureAwait(false);
                turn = await TakeTurnAsync(turn, filled).ConfigureAwait(false);
                filled = 0;
            }
        }
        catch (IOException error)
        {
            connection.TrySetReason(CloseReason.Error, $"The file could not be read: {error.Message}");
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Most of what is asked for is in memory, and the thread that serves all may read it.
    private static async ValueTask<int> ReadAsync(HttpBody body, Memory<byte> buffer)
    {
        if (LoopThread.MayBeCurrent)
        {
            int count = body.ReadNow(buffer.Span);
            if (count >= 0)
                return count;
            await LoopThread.LeaveAsync();
        }

        return body.Read(buffer.Span);
    }

    // A client that takes all at once must not keep the thread that serves all.
    private static async ValueTask<int> TakeTurnAsync(int turn, int sent)
    {
        turn += sent;
        if (turn < TurnBytes)
            return turn;
        if (LoopThread.MayBeCurrent)
            await LoopThread.LeaveAsync();
        return 0;
    }

    private void WriteHead(HttpResponse response, HttpRequestHead? request, bool keepAlive)
    {
        string? connectionField = !keepAlive ? "close" : request is { IsVersion11: false } ? "keep-alive" : null;
        head.ResetWrittenCount();
        HttpResponseHead.Write(
            head,
            response.Status,
            response.Fields,
            time.GetUtcNow(),
            HttpStatus.IsBodiless(response.Status) ? null : response.Body.Length,
            connectionField);
    }

    private async ValueTask<bool> SendRestAsync(HttpBody body, long rest)
    {
        int turn = 0;
        while (rest > 0 && body.RestAsFile is var (file, offset))
        {
            int wanted = (int)Math.Min(FileStepBytes, rest);
            int count = await connection.SendFileAsync(file, offset, wanted).ConfigureAwait(false);
            if (count < 0)
                return false;
            if (count == 0)
                return BecameShorter();
            body.Skip(count);
            rest -= count;
            turn = await TakeTurnAsync(turn, count).ConfigureAwait(false);
        }

        return true;
    }

    // The length is told already. A reset says that what came is not the whole.
    private bool BecameShorter()
    {
        connection.TrySetReason(CloseReason.Error, "The file became shorter while it was sent.");
        return false;
    }
}
