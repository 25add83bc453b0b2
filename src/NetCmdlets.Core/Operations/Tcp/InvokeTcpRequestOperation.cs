using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Connects, sends a message, reads the reply, and closes: once for each host.</summary>
[NetOperation("Invoke-TcpRequest", typeof(InvokeTcpRequestRequest), Output = typeof(TcpReply))]
public sealed class InvokeTcpRequestOperation : INetOperation<InvokeTcpRequestRequest>
{
    private readonly TimeProvider time;

    /// <summary>Makes the operation.</summary>
    /// <param name="time">The clock of the quiet period and the time limit; null is the system's.</param>
    public InvokeTcpRequestOperation(TimeProvider? time = null) => this.time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        InvokeTcpRequestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText encoding = MessageText.Named(request.Encoding);
        var rule = ReplyRule.Of(request, encoding);
        IReadOnlyList<string> targets = TcpClients.TargetsOf(request);
        TcpDialer dialer = TcpClients.DialerOf(request);
        (byte[]? message, NetFailure? invalid) = Encode(request, encoding);
        if (invalid is not null)
        {
            // This message only: the next of the pipeline may be in order.
            yield return PipelineItem.Failure(invalid);
            yield break;
        }

        foreach (string target in targets)
            yield return await AskAsync(target, message, request, rule, dialer, encoding, cancellationToken)
                .ConfigureAwait(false);
    }

    private static (byte[]? Message, NetFailure? Failure) Encode(InvokeTcpRequestRequest request, MessageText encoding)
    {
        if (request.Data is not null || request.Message is null)
            return (request.Data, null);
        try
        {
            return (encoding.Encode(request.Message), null);
        }
        catch (NetException error)
        {
            return (null, error.Failure);
        }
    }

    private async Task<PipelineItem> AskAsync(
        string target,
        byte[]? message,
        InvokeTcpRequestRequest request,
        ReplyRule rule,
        TcpDialer dialer,
        MessageText encoding,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
        if (dialed.Failure is not null)
            return PipelineItem.Failure(dialed.Failure);

        IByteTransport transport = dialed.Transport!;
        (EndPoint? local, EndPoint? remote) = (transport.LocalEndPoint, transport.RemoteEndPoint);
        var exchange = new TcpExchange(transport, rule, request.Quiet, time);
        (byte[]? data, CloseReason reason, NetFailure? failure) = await exchange
            .RunAsync(message, request.Shutdown, request.Timeout, target, cancellationToken).ConfigureAwait(false);
        if (request.Token is not null && !exchange.ReceivedAny && exchange.PeerFinished)
            failure = ClientUpgrades.TokenRefused(remote, target);
        if (failure is not null)
        {
            ClientLog.Failed(ClientLog.Tcp, remote, failure);
            return PipelineItem.Failure(failure);
        }

        ClientLog.Closed(remote, data!.Length, reason);
        return PipelineItem.Result(new TcpReply(encoding)
        {
            ComputerName = target,
            RemoteEndPoint = remote,
            LocalEndPoint = local,
            Data = data,
            ConnectTime = dialed.ConnectTime,
            Elapsed = Stopwatch.GetElapsedTime(start),
            CloseReason = reason,
            Attempts = dialed.Attempts,
        });
    }
}
