using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// The TCP connections to one name server: one for all questions as a rule (RFC 7766, section 6.2.2). Where the server
/// closes it with questions unanswered, those are asked once more, over connections that carry no more questions each
/// than the server has answered on that one: many servers bound their number, and some answer a single one.
/// </summary>
internal sealed class DnsStreams(IPEndPoint server, TimeSpan connectLimit, TimeProvider time) : IAsyncDisposable
{
    private readonly object gate = new();
    private readonly List<DnsStream> open = [];
    private int most = int.MaxValue;

    /// <summary>Asks; ended by the deadline, whose limit is for the message.</summary>
    /// <param name="query">The question.</param>
    /// <param name="deadline">Ends the wait.</param>
    /// <param name="limit">What the deadline was set to.</param>
    /// <param name="notes">What is to be told of the way to the answer.</param>
    public async Task<(DnsMessage? Message, NetFailure? Failure)> AskAsync(
        DnsQuery query, Deadline deadline, TimeSpan limit, List<string> notes)
    {
        for (bool again = false; ; again = true)
        {
            (DnsStream stream, DnsStreamQuestion question) = Take(query);
            DnsStreamReply? reply;
            using (deadline.Token.UnsafeRegister(
                static state => ((DnsStreamQuestion)state!).TrySetResult(null), question))
            {
                reply = await question.Task.ConfigureAwait(false);
            }

            if (reply is null)
            {
                stream.Forget(question);
                return (null, DnsFailure.TimedOut(query, server, TransportProtocol.Tcp, limit));
            }

            if (reply.IsLost)
            {
                lock (gate)
                    LearnFrom(stream);
            }

            if (again || !reply.IsLost)
                return (reply.Message, reply.Failure);
            notes.Add($"{reply.Failure!.Message} It is asked again over another connection.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        DnsStream[] left;
        lock (gate)
            left = [.. open];
        foreach (DnsStream stream in left)
            await stream.DisposeAsync().ConfigureAwait(false);
    }

    private (DnsStream Stream, DnsStreamQuestion Question) Take(DnsQuery query)
    {
        lock (gate)
        {
            if (open.Count > 0)
            {
                DnsStream last = open[^1];
                if (last.TryAsk(query, most) is { } question)
                    return (last, question);
                // Before those are told whose questions were lost: they will ask over the next one.
                if (last.WasCut)
                    LearnFrom(last);
            }

            open.RemoveAll(static one => one.HasEnded);
            var stream = new DnsStream(server, connectLimit, time);
            open.Add(stream);
            // A new connection takes at least one.
            return (stream, stream.TryAsk(query, most)!);
        }
    }

    // Under the gate.
    private void LearnFrom(DnsStream lost) => most = Math.Min(most, Math.Max(1, lost.Answered));
}
