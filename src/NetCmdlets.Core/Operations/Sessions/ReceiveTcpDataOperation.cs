using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Sessions;

/// <summary>Takes what came over sessions, one object a message.</summary>
public sealed class ReceiveTcpDataOperation : INetOperation<ReceiveTcpDataRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        ReceiveTcpDataRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText encoding = MessageText.Named(request.Encoding);
        var rule = ReplyRule.Of(request, encoding);
        foreach (TcpSession session in request.Session)
        {
            bool goesOn = true;
            for (int i = 0; i < request.Count && goesOn; i++)
            {
                PipelineItem item = await TakeAsync(session, request, rule, encoding, cancellationToken)
                    .ConfigureAwait(false);
                goesOn = item.Kind == PipelineItemKind.Result;
                yield return item;
            }
        }
    }

    private static async Task<PipelineItem> TakeAsync(
        TcpSession session,
        ReceiveTcpDataRequest request,
        ReplyRule rule,
        MessageText encoding,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        (byte[]? data, NetFailure? failure) = await session.ReceiveAsync(
            rule.EndsWhenQuiet ? null : rule.Incoming,
            rule.What,
            request.MaxReplyBytes,
            request.Quiet,
            request.Timeout,
            cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return PipelineItem.Failure(failure);
        return PipelineItem.Result(new TcpReply(encoding)
        {
            ComputerName = session.ComputerName,
            RemoteEndPoint = session.RemoteEndPoint,
            LocalEndPoint = session.LocalEndPoint,
            Data = data!,
            ConnectTime = session.ConnectTime,
            Elapsed = Stopwatch.GetElapsedTime(start),
            CloseReason = session.CloseReason,
            Attempts = 1,
        });
    }
}
