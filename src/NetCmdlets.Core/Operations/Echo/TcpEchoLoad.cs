using System.Diagnostics;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Echo;

/// <summary>Round trips over TCP connections, one message under way on each.</summary>
internal sealed class TcpEchoLoad(MeasureEchoServerRequest request) : EchoLoad(request)
{
    private readonly List<Line> lines = [];

    /// <inheritdoc/>
    public override async Task<NetFailure?> OpenAsync(string target, CancellationToken cancellationToken)
    {
        TcpDialer dialer = TcpClients.DialerOf(Request);
        for (int number = 0; number < Request.Connections; number++)
        {
            DialResult dialed = await dialer.DialAsync(Request, target, cancellationToken).ConfigureAwait(false);
            if (dialed.Failure is not null)
                return dialed.Failure;
            lines.Add(new Line(dialed.Transport!, number));
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Abort() => lines.ForEach(line => line.Transport.Abort());

    /// <inheritdoc/>
    protected override async Task RunConnectionsAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(lines.Select(line => Task.Run(() => RunAsync(line, cancellationToken), cancellationToken)))
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void EndOverdue(long now)
    {
        foreach (Line line in lines)
        {
            long since = Volatile.Read(ref line.WaitingSince);
            if (since == 0 || Stopwatch.GetElapsedTime(since, now) < Request.Timeout)
                continue;
            // The connection's stream is out of step from here on: it ends.
            line.Overdue = true;
            line.Transport.Abort();
        }
    }

    private async Task RunAsync(Line line, CancellationToken cancellationToken)
    {
        byte[] message = EchoPattern.Make(Request.MessageBytes, seed: line.Number);
        byte[] answer = new byte[message.Length];
        TimeSpan? previous = null;
        for (long number = 0; IsMoreWanted(number); number++)
        {
            long start = Stopwatch.GetTimestamp();
            Volatile.Write(ref line.WaitingSince, start);
            CountSent();
            string? fault = await ExchangeAsync(line.Transport, message, answer).ConfigureAwait(false);
            // Whoever waits for the run throws; an exception of each of a thousand connections would make the stop slow.
            if (cancellationToken.IsCancellationRequested)
                return;
            Volatile.Write(ref line.WaitingSince, 0);
            if (fault is not null)
            {
                CountLost(1);
                CountError(line.Overdue ? $"no answer within {DisplayText.Seconds(Request.Timeout)}." : fault);
                return;
            }

            TimeSpan time = Stopwatch.GetElapsedTime(start);
            if (!answer.AsSpan().SequenceEqual(message))
            {
                CountCorrupted();
                CountError("the answer had other bytes than the message.");
                return;
            }

            CountReceived(time, previous);
            previous = time;
            if (Request.Interval > TimeSpan.Zero)
                await Task.Delay(Request.Interval, cancellationToken).ConfigureAwait(false);
        }

        line.Transport.Dispose();
    }

    // A large message is received while it is sent: an echo server that does not buffer stops both otherwise.
    private static async ValueTask<string?> ExchangeAsync(IByteTransport transport, byte[] message, byte[] answer)
    {
        ValueTask<TransferResult> sending = transport.SendAsync(message);
        int count = 0;
        string? fault = null;
        while (count < answer.Length)
        {
            TransferResult received = await transport.ReceiveAsync(answer.AsMemory(count)).ConfigureAwait(false);
            if (!received.Succeeded || received.Bytes == 0)
            {
                fault = received.Succeeded
                    ? "the server closed the connection."
                    : Failed(transport, received, "Receiving from");
                transport.Abort();
                break;
            }

            count += received.Bytes;
        }

        TransferResult sent = await sending.ConfigureAwait(false);
        return fault ?? (sent.Succeeded ? null : Failed(transport, sent, "Sending to"));
    }

    private static string Failed(IByteTransport transport, TransferResult result, string what)
        => (transport.Failure ?? SocketFailure.From(result.Error, $"{what} {transport.RemoteEndPoint}", null)).Message;

    private sealed class Line(IByteTransport transport, int number)
    {
        // When the message under way was sent; 0 where none is.
        public long WaitingSince;

        public volatile bool Overdue;

        public IByteTransport Transport { get; } = transport;

        public int Number { get; } = number;
    }
}
