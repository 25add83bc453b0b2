using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Dialogue;

/// <summary>Talks to servers by a script of steps and tells of each step whether it went as expected.</summary>
[NetOperation("Invoke-TcpDialogue", typeof(InvokeTcpDialogueRequest), Output = typeof(DialogueStep))]
public sealed class InvokeTcpDialogueOperation : INetOperation<InvokeTcpDialogueRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        InvokeTcpDialogueRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText encoding = MessageText.Named(request.Encoding);
        IReadOnlyList<DialogueLine> lines
            = request.Lines.Count > 0 ? request.Lines : [.. request.Step.Select(DialogueLine.Parse)];
        if (lines.Count == 0)
            throw new NetException(FailureKind.InvalidRequest, "A dialogue needs at least one step.");
        IMessageFraming framing = new FramingOptions
        {
            Kind = request.Framing,
            Delimiter = request.Delimiter is null ? null : encoding.Encode(request.Delimiter),
            PrefixBytes = request.PrefixBytes,
            MaxMessageBytes = InvokeTcpDialogueRequest.MaxTextBytes,
        }.Create();
        TcpDialer dialer = TcpClients.DialerOf(request);
        foreach (string target in TcpClients.TargetsOf(request))
        {
            DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
            if (dialed.Failure is not null)
            {
                yield return PipelineItem.Failure(dialed.Failure);
                continue;
            }

            var session = new TcpSession(null, target, dialed, redial: null);
            try
            {
                for (int i = 0; i < lines.Count; i++)
                {
                    DialogueStep step = await StepAsync(
                        session, i + 1, lines[i], request, framing, encoding, cancellationToken).ConfigureAwait(false);
                    yield return PipelineItem.Result(step);
                    if (!step.Passed && !request.ContinueOnFailure)
                        break;
                }
            }
            finally
            {
                await session.CloseAsync(abort: cancellationToken.IsCancellationRequested).ConfigureAwait(false);
            }
        }
    }

    private static async Task<DialogueStep> StepAsync(
        TcpSession session,
        int number,
        DialogueLine line,
        InvokeTcpDialogueRequest request,
        IMessageFraming framing,
        MessageText encoding,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan limit = line.Timeout ?? request.Timeout;
        string? received = null;
        NetFailure? failure = line.Send is null
            ? null
            : await SendAsync(session, line.Send, framing, encoding, limit, cancellationToken).ConfigureAwait(false);
        bool passed = failure is null;
        if (passed && line.Waits)
        {
            // What does not match at its framing's end is a failed step; without a framing it may still become a match.
            IMessageFraming incoming = request.Framing == FramingKind.Raw
                ? new ExpectFraming(line, encoding, InvokeTcpDialogueRequest.MaxTextBytes)
                : framing;
            (byte[]? data, failure) = await session.ReceiveAsync(
                incoming, $"'{line.Expected}'", 0, default, limit, cancellationToken).ConfigureAwait(false);
            data ??= session.TakeAll();
            received = encoding.TryDecode(data);
            passed = failure is null && received is not null && line.Fits(received);
        }

        string? reason = passed ? null : failure?.Message ?? "What came is not what was expected.";
        return new DialogueStep(
            session.ComputerName, number, line.Send, line.Expected, received, passed, reason,
            Stopwatch.GetElapsedTime(start));
    }

    private static Task<NetFailure?> SendAsync(
        TcpSession session,
        string text,
        IMessageFraming framing,
        MessageText encoding,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>();
        framing.Write(encoding.Encode(text), output);
        return session.SendAsync(output.WrittenMemory, false, limit, cancellationToken);
    }
}
