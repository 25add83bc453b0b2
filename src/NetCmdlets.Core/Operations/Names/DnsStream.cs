using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// One TCP connection to a name server. Questions go out as they come, without waiting for the answers before, and
/// answers are told apart by their ids, in whatever order they come (RFC 7766, sections 6.2.1.1 and 7). It is closed
/// when nobody has asked for a while (section 6.2.3).
/// </summary>
internal sealed class DnsStream : IAsyncDisposable
{
    /// <summary>After so long without a question on its way the connection is closed.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(5);

    // Far from the number of ids, so that a free one is found at once.
    private const int MostWaiting = 8192;

    private static readonly LengthPrefixFraming Framing = new(2, ushort.MaxValue);

    private readonly IPEndPoint server;
    private readonly TimeSpan connectLimit;
    private readonly object gate = new();
    private readonly Dictionary<ushort, DnsStreamQuestion> waiting = [];
    private readonly CancellationTokenSource ending = new();
    private readonly ITimer idle;
    private readonly Task running;
    private ArrayBufferWriter<byte> queued = new();
    private ArrayBufferWriter<byte> leaving = new();
    private SocketTransport? transport;
    private Task sending = Task.CompletedTask;
    private bool isSending;
    private bool closed;
    private bool cut;
    private int taken;
    private int answered;

    /// <summary>Begins to connect.</summary>
    /// <param name="server">The name server.</param>
    /// <param name="connectLimit">How long the handshake may take.</param>
    /// <param name="time">The clock.</param>
    public DnsStream(IPEndPoint server, TimeSpan connectLimit, TimeProvider time)
    {
        this.server = server;
        this.connectLimit = connectLimit;
        idle = time.CreateTimer(
            static state => ((DnsStream)state!).CloseIfIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        running = Task.Run(RunAsync);
    }

    /// <summary>How many questions it has answered.</summary>
    public int Answered => Volatile.Read(ref answered);

    /// <summary>Whether the server ended it with questions unanswered.</summary>
    public bool WasCut => Volatile.Read(ref cut);

    /// <summary>Whether it has ended and lets go of all.</summary>
    public bool HasEnded => running.IsCompleted;

    /// <summary>
    /// Sends a question on its way; its task completes with the reply, or with null where the caller gives it up.
    /// </summary>
    /// <param name="query">The question; its id is changed to one that is free here.</param>
    /// <param name="most">How many questions the connection takes in all.</param>
    /// <returns>Null where the connection takes no more.</returns>
    public DnsStreamQuestion? TryAsk(DnsQuery query, int most)
    {
        lock (gate)
        {
            if (closed || taken >= most || waiting.Count >= MostWaiting)
                return null;
            ushort id;
            do
                id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
            while (waiting.ContainsKey(id));
            var question = new DnsStreamQuestion(query with { Id = id });
            waiting.Add(id, question);
            taken++;
            idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Framing.Write(question.Query.ToArray(), queued);
            StartSending();
            return question;
        }
    }

    /// <summary>Gives a question up: its answer will be passed over.</summary>
    public void Forget(DnsStreamQuestion question)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(question.Query.Id, out DnsStreamQuestion? held) && held == question)
                Remove(question);
        }
    }

    /// <summary>Closes the connection, and completes when nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await running.ConfigureAwait(false);
        ending.Dispose();
    }

    private void Close()
    {
        lock (gate)
            closed = true;
        ending.Cancel();
        transport?.Dispose();
    }

    private async Task RunAsync()
    {
        // Nobody is to be told of a connection that this side has ended: its questions were given up before.
        DnsStreamEnd end = new(query => Failed(SocketError.OperationAborted, query), false);
        try
        {
            end = await ExchangeAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It ended while it was connecting.
        }

        DnsStreamQuestion[] left;
        lock (gate)
        {
            cut = !closed && waiting.Count > 0;
            closed = true;
            left = [.. waiting.Values];
            waiting.Clear();
        }

        await idle.DisposeAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        foreach (DnsStreamQuestion question in left)
            question.TrySetResult(new DnsStreamReply(null, end.FailureOf(question.Query)) { IsLost = end.IsLoss });
    }

    private async Task<DnsStreamEnd> ExchangeAsync()
    {
        TcpConnectResult connected = await TcpConnector.ConnectAsync(
            server, new TcpConnectOptions { Timeout = connectLimit }, ending.Token).ConfigureAwait(false);
        if (!connected.Succeeded)
        {
            // Who came while it was being tried in vain has not had the time that was promised.
            return new DnsStreamEnd(query => Failed(connected.Error, query), connected.Error == SocketError.TimedOut);
        }

        ClientLog.Connected(server);
        using var open = new SocketTransport(connected.Socket!);
        lock (gate)
        {
            transport = open;
            StartSending();
        }

        // A close that came before the transport was there has not closed it.
        ending.Token.ThrowIfCancellationRequested();
        using var reader = new FrameReader(Framing);
        while (true)
        {
            while (reader.TryRead(out ReadOnlyMemory<byte> bytes) == FrameStatus.Message)
            {
                if (bytes.Length < DnsHeader.Bytes)
                {
                    string fault = $"a message of {bytes.Length} octets is too short for a header";
                    return new DnsStreamEnd(query => DnsFailure.Malformed(fault, query, server), false);
                }

                Deliver(bytes.Span);
            }

            TransferResult got = await open.ReceiveAsync(reader.GetMemory()).ConfigureAwait(false);
            if (!got.Succeeded)
                return new DnsStreamEnd(query => Failed(got.Error, query), true);
            if (got.Bytes == 0)
            {
                int rest = reader.Buffered;
                return new DnsStreamEnd(query => DnsFailure.Closed(rest, query, server), true);
            }

            reader.Advance(got.Bytes);
        }
    }

    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        DnsStreamQuestion? question;
        lock (gate)
        {
            // The answer to a question that was given up: there is nobody who waits for it.
            if (!waiting.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(bytes), out question))
                return;
            answered++;
            Remove(question);
        }

        DnsMessage? message = null;
        string? fault = "it does not answer the question";
        if (question.Query.IsAnsweredBy(bytes))
            message = DnsMessage.Read(bytes, out fault);
        question.TrySetResult(new DnsStreamReply(
            message, message is null ? DnsFailure.Malformed(fault!, question.Query, server) : null));
    }

    // Under the gate.
    private void Remove(DnsStreamQuestion question)
    {
        waiting.Remove(question.Query.Id);
        if (waiting.Count == 0 && !closed)
            idle.Change(IdleLimit, Timeout.InfiniteTimeSpan);
    }

    private void CloseIfIdle()
    {
        lock (gate)
        {
            if (waiting.Count > 0)
                return;
            closed = true;
        }

        Close();
    }

    // Under the gate.
    private void StartSending()
    {
        if (isSending || transport is null || queued.WrittenCount == 0)
            return;
        isSending = true;
        sending = SendQueuedAsync(transport);
    }

    // What came while a send was under way goes with the next: many questions in one segment.
    private async Task SendQueuedAsync(SocketTransport to)
    {
        await Task.Yield();
        while (true)
        {
            lock (gate)
            {
                if (queued.WrittenCount == 0)
                {
                    isSending = false;
                    return;
                }

                (queued, leaving) = (leaving, queued);
                queued.ResetWrittenCount();
            }

            TransferResult sent = await to.SendAsync(leaving.WrittenMemory).ConfigureAwait(false);
            if (!sent.Succeeded)
            {
                // Nothing is sent any more. What was answered already is still to be read; then the reader meets the
                // same error or the end, and those who have asked since are told, too.
                return;
            }
        }
    }

    private NetFailure Failed(SocketError error, DnsQuery query)
        => SocketFailure.From(error, $"Asking TCP {server}", query.Name);

    private readonly record struct DnsStreamEnd(Func<DnsQuery, NetFailure> FailureOf, bool IsLoss);
}
