using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Framing;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>
/// A connection over which a script is played. A receive that a step has waited for in vain stays under way for the
/// next step, so a step that is too late does not cost the connection.
/// </summary>
internal sealed class TcpDialogue : IAsyncDisposable
{
    private readonly IByteTransport transport;
    private readonly IMessageFraming framing;
    private readonly MessageText encoding;
    private readonly InvokeTcpDialogueRequest request;
    private readonly string target;
    private readonly TimeProvider time;
    private readonly FrameReader reader;
    private readonly string peer;
    private Task<TransferResult> sending = Task.FromResult(default(TransferResult));
    private Task<TransferResult>? receiving;
    private bool receivedAny;
    private bool peerFinished;
    private string? over;
    private bool overIsTold;

    /// <summary>Takes over a connection.</summary>
    public TcpDialogue(
        IByteTransport transport,
        IMessageFraming framing,
        MessageText encoding,
        InvokeTcpDialogueRequest request,
        string target,
        TimeProvider time)
    {
        this.transport = transport;
        this.framing = framing;
        this.encoding = encoding;
        this.request = request;
        this.target = target;
        this.time = time;
        reader = new FrameReader(framing);
        RemoteEndPoint = transport.RemoteEndPoint;
        peer = $"{RemoteEndPoint}" is { Length: > 0 } text ? text : target;
    }

    /// <summary>The server's end point.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Whether the server has closed without a byte: what it does to a wrong token.</summary>
    public bool ClosedWithoutAByte => peerFinished && !receivedAny;

    /// <summary>Plays one step.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped it; the connection is reset.</exception>
    public async Task<DialogueStep> PlayAsync(DialogueScript.Entry entry, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var step = new DialogueStep
        {
            ComputerName = target,
            Step = entry.Number,
            Sent = entry.Send,
            Expected = entry.Expected,
        };
        if (over is not null && overIsTold)
            return step with { Reason = over };

        using var deadline = new Deadline(entry.Limit, cancellationToken, time);
        string? received = null;
        // A connection that ended after a step had what it wanted fails the next one.
        string? reason = over;
        try
        {
            if (reason is null && entry.Data is not null)
                reason = await SendAsync(entry.Data, deadline).ConfigureAwait(false);
            if (reason is null && entry.Pattern is not null)
                (received, reason) = await ExpectAsync(entry, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            transport.Abort();
            throw;
        }

        overIsTold = reason is not null && over is not null;
        return step with
        {
            Received = received,
            Passed = reason is null,
            Reason = reason,
            Elapsed = time.GetElapsedTime(start),
        };
    }

    /// <summary>Says goodbye with FIN, or has been reset before.</summary>
    public async ValueTask DisposeAsync()
    {
        transport.Dispose();
        await sending.ConfigureAwait(false);
        if (receiving is not null)
            await receiving.ConfigureAwait(false);
        reader.Dispose();
    }

    private async Task<string?> SendAsync(byte[] data, Deadline deadline)
    {
        var framed = new ArrayBufferWriter<byte>(data.Length + 8);
        framing.Write(data, framed);
        sending = transport.SendAsync(framed.WrittenMemory).AsTask();
        bool inTime = await CompletesAsync(sending, deadline).ConfigureAwait(false);
        if (!inTime)
        {
            // What is half sent cannot be taken back.
            transport.Abort();
        }

        TransferResult sent = await sending.ConfigureAwait(false);
        if (sent.Succeeded)
            return null;
        return End(inTime
            ? Describe(sent.Error, "Sending to")
            : $"{peer} did not take what was sent in the time allowed.");
    }

    private async Task<(string? Received, string? Reason)> ExpectAsync(DialogueScript.Entry entry, Deadline deadline)
    {
        ArrayBufferWriter<byte>? gathered = request.Framing == FramingKind.Raw ? new() : null;
        string? objection = null;
        while (true)
        {
            FrameStatus status = receiving is null ? reader.TryRead(out ReadOnlyMemory<byte> message) : Pending(out message);
            if (status == FrameStatus.Message)
            {
                gathered?.Write(message.Span);
                string? text = encoding.TryDecode(gathered is null ? message.Span : gathered.WrittenSpan);
                objection = text is null ? $"What {peer} sent is no text in {encoding.Name}." : entry.Objection(text);
                if (objection is null || gathered is null)
                    return (text, objection);
                if (gathered.WrittenCount > request.MaxReplyBytes)
                    status = FrameStatus.TooLong;
            }

            if (status == FrameStatus.TooLong)
                return (null, End($"What {peer} sent is longer than allowed (-MaxReplyBytes)."));
            if (status == FrameStatus.Message)
                continue;
            if (over is null && !await ReceiveAsync(deadline).ConfigureAwait(false))
                return (Gathered(), objection ?? $"Nothing came from {peer} within {DisplayText.Seconds(entry.Limit)}.");
            // The end may complete a message that had no mark.
            if (over is not null && (reader.Buffered == 0 || status == FrameStatus.Truncated))
                return (Gathered(), objection ?? over);
        }

        string? Gathered() => gathered is { WrittenCount: > 0 } ? encoding.TryDecode(gathered.WrittenSpan) : null;
    }

    private static FrameStatus Pending(out ReadOnlyMemory<byte> message)
    {
        // The room of a receive under way must not be given back, so the reader is left alone.
        message = default;
        return FrameStatus.NeedMore;
    }

    /// <summary>Waits for bytes or the end; false where neither came in time.</summary>
    private async Task<bool> ReceiveAsync(Deadline deadline)
    {
        receiving ??= transport.ReceiveAsync(reader.GetMemory()).AsTask();
        if (!await CompletesAsync(receiving, deadline).ConfigureAwait(false))
            return false;
        TransferResult got = await receiving.ConfigureAwait(false);
        receiving = null;
        if (got.Bytes > 0)
        {
            receivedAny = true;
            reader.Advance(got.Bytes);
            return true;
        }

        peerFinished = got.Succeeded;
        reader.End();
        End(got.Succeeded ? $"{peer} closed the connection." : Describe(got.Error, "Receiving from"));
        return true;
    }

    private static async Task<bool> CompletesAsync(Task task, Deadline deadline)
    {
        try
        {
            await task.WaitAsync(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return task.IsCompleted;
        }
    }

    private string Describe(SocketError error, string doing)
        => transport.Failure?.Message ?? SocketFailure.From(error, $"{doing} {peer}", target).Message;

    private string End(string reason) => over ??= reason;
}
