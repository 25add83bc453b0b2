using System.Buffers;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// A connection as requests and responses. It reads within time limits, so that a client which sends a byte now and
/// then does not hold a connection for ever, and sends as fast as the client takes it.
/// </summary>
internal sealed class HttpChannel : IDisposable
{
    /// <summary>How long a request's head may take from its first byte, and each 16 KiB of its body.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private const int BodyStep = 16 * 1024;

    private readonly TcpConnection connection;
    private readonly TimeProvider time;
    private readonly HttpRequestReader reader;
    private readonly HttpSender sender;
    private bool hasWoken;

    public HttpChannel(TcpConnection connection, int maxBodyBytes, TimeProvider time)
    {
        this.connection = connection;
        this.time = time;
        reader = new HttpRequestReader(maxBodyBytes);
        sender = new HttpSender(connection, time);
    }

    /// <summary>Why the last request was refused; null where it was not.</summary>
    public HttpFault? Fault { get; private set; }

    /// <summary>The next request's head; null where no more come or it is refused.</summary>
    public async ValueTask<HttpRequestHead?> ReadHeadAsync()
    {
        Deadline? deadline = null;
        try
        {
            while (true)
            {
                switch (reader.ReadHead(out HttpRequestHead? found))
                {
                    case HttpReadStatus.Ready:
                        connection.MessagePending(found!.HasBody);
                        return found;
                    case HttpReadStatus.Failed:
                        Fault = reader.Fault;
                        return null;
                }

                // Nearly every head comes in one piece, and needs no clock.
                connection.MessagePending(reader.IsWithinRequest);
                if (!reader.IsWithinRequest)
                {
                    if (!await RestAsync().ConfigureAwait(false))
                        return null;
                    continue;
                }

                deadline ??= new Deadline(ReadLimit, CancellationToken.None, time);
                if (!await ReceiveAsync(deadline, "The request's head").ConfigureAwait(false))
                    return null;
            }
        }
        finally
        {
            deadline?.Dispose();
        }
    }

    /// <summary>The body of the request whose head was read; null where it does not come whole or is refused.</summary>
    /// <param name="keep">Whether the bytes are wanted; otherwise they are read and dropped.</param>
    public async ValueTask<byte[]?> ReadBodyAsync(bool keep)
    {
        var body = new ArrayBufferWriter<byte>();
        Deadline? deadline = null;
        int counted = 0;
        int total = 0;
        try
        {
            while (true)
            {
                switch (reader.ReadBody(out ReadOnlyMemory<byte> piece))
                {
                    case HttpReadStatus.Ready:
                        if (keep)
                            body.Write(piece.Span);
                        total += piece.Length;
                        continue;
                    case HttpReadStatus.Complete:
                        connection.MessagePending(false);
                        return body.WrittenCount == 0 ? [] : body.WrittenSpan.ToArray();
                    case HttpReadStatus.Failed:
                        Fault = reader.Fault;
                        return null;
                }

                if (total - counted >= BodyStep)
                {
                    counted = total;
                    deadline?.Restart(ReadLimit);
                }

                deadline ??= new Deadline(ReadLimit, CancellationToken.None, time);
                if (!await ReceiveAsync(deadline, "The request's body").ConfigureAwait(false))
                    return null;
            }
        }
        finally
        {
            deadline?.Dispose();
        }
    }

    /// <summary>Lets a client that waits send its body.</summary>
    public ValueTask<bool> SendContinueAsync() => connection.SendAsync(HttpResponseHead.Continue.ToArray());

    /// <summary>Sends a response; false where the connection has ended before all of it was sent.</summary>
    /// <param name="response">The response.</param>
    /// <param name="request">What it answers; null for what could not be read.</param>
    /// <param name="keepAlive">Whether another request may follow.</param>
    public ValueTask<bool> SendAsync(HttpResponse response, HttpRequestHead? request, bool keepAlive)
        => sender.SendAsync(response, request, keepAlive);

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    // Waits for the first bytes of a request. Nobody is owed an answer meanwhile, so whoever ends it just closes.
    private async ValueTask<bool> RestAsync()
    {
        if (!connection.TryRest())
        {
            // The stop came after the last answer and before this rest.
            connection.Close(CloseReason.Stopped);
            return false;
        }

        ValueTask<bool> coming = ReceiveFirstAsync();
        bool came;
        if (hasWoken || coming.IsCompleted)
        {
            // How long a kept connection may go unused is the server's idle time.
            came = await coming.ConfigureAwait(false);
        }
        else
        {
            using var deadline = new Deadline(ReadLimit, CancellationToken.None, time);
            using (deadline.Token.UnsafeRegister(static channel => ((HttpChannel)channel!).EndUnused(), this))
                came = await coming.ConfigureAwait(false);
        }

        hasWoken = true;
        return came;
    }

    // At rest until bytes are here: the wait for them may end for nothing.
    private async ValueTask<bool> ReceiveFirstAsync()
    {
        if (!await connection.WaitReadableAsync().ConfigureAwait(false))
            return false;
        int count = await connection.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
        return connection.TryWake() && Take(count);
    }

    private void EndUnused() => connection.TryEndAtRest(
        CloseReason.TimedOut, $"No request came within {ReadLimit.TotalSeconds:0} s.");

    private async ValueTask<bool> ReceiveAsync(Deadline deadline, string what)
    {
        // A receive cannot be taken back, so the answer goes out beside it, and the close ends it.
        Task<bool> receiving = FillAsync().AsTask();
        if (!receiving.IsCompleted)
        {
            await ((Task)receiving).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!receiving.IsCompleted)
            {
                string reason = $"{what} did not come within {ReadLimit.TotalSeconds:0} s.";
                connection.TrySetReason(CloseReason.TimedOut, reason);
                using HttpResponse response = HttpResponse.Plain(408);
                Task<bool> sending = SendAsync(response, null, keepAlive: false).AsTask();
                // Who does not read either is owed no more patience.
                await ((Task)sending).WaitAsync(TcpConnection.LingerLimit, time)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                connection.Close(CloseReason.TimedOut);
                await sending.ConfigureAwait(false);
            }
        }

        return await receiving.ConfigureAwait(false);
    }

    private async ValueTask<bool> FillAsync()
        => Take(await connection.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false));

    private bool Take(int count)
    {
        reader.Advance(count);
        if (count > 0)
            return true;
        if (reader.IsWithinRequest)
            connection.TrySetReason(CloseReason.ProtocolError, "The stream ended within a request.");
        return false;
    }
}
