using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Waiting;

/// <summary>Tries one port again and again until it is as wanted or the time is over.</summary>
internal sealed class PortWatch(HostPort target, WaitNetPortRequest request, SemaphoreSlim throttle, TimeProvider time)
{
    // One try does not use up all the time: the answer to a later one may come sooner, when a host has just come up.
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(2);

    private readonly long started = time.GetTimestamp();
    private HandshakeState? lastState;
    private IPAddress? lastAddress;
    private string? lastReason;
    private int attempts;

    /// <summary>Watches the port.</summary>
    /// <param name="enough">Cancelled when another port has come to the state and one is enough.</param>
    /// <param name="cancellationToken">The caller's stop.</param>
    public async Task<PortWait> RunAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough, cancellationToken);
        try
        {
            while (true)
            {
                bool reached = await IsReachedAsync(both.Token).ConfigureAwait(false);
                if (VerboseSink.IsOpen)
                    await VerboseSink.WriteAsync($"{target}: {lastState} at attempt {attempts}.").ConfigureAwait(false);
                if (reached)
                    return Describe(true, null);
                TimeSpan left = request.Timeout - time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    return Describe(false, $"{lastState} after {DisplayText.Seconds(request.Timeout)}. {lastReason}");
                await PauseAsync(left < request.Interval ? left : request.Interval, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
            when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Describe(false, $"another port was first. {lastReason}".TrimEnd());
        }
    }

    // The system's timers know whole milliseconds and may be early by a part of one: what is left of a pause, or is
    // shorter than that, would be no pause at all.
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        for (TimeSpan left = pause; left > TimeSpan.Zero; left = pause - time.GetElapsedTime(begun))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<bool> IsReachedAsync(CancellationToken cancellationToken)
    {
        TimeSpan whole = request.Timeout < LongestTry ? request.Timeout : LongestTry;
        TimeSpan left = request.Timeout - time.GetElapsedTime(started);
        TimeSpan limit = left > whole ? whole : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
        // The last try may have next to no time: that nobody answered in it says nothing of the port.
        bool isCut = limit < whole / 2;
        await throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            attempts++;
            HostResolution found = await HostResolver
                .ResolveAsync(target.ComputerName, request.Family, limit, cancellationToken).ConfigureAwait(false);
            if (found.Failure is { } failure)
            {
                // A name may come into being while one waits; that it is not there does not say that a port is closed.
                if (!isCut || lastState is null)
                    (lastState, lastReason) = (HandshakeState.NameError, failure.Message);
                return false;
            }

            var options = new TcpConnectOptions { Timeout = limit };
            foreach (IPAddress address in AddressOrder.Interleave(found.Addresses))
            {
                TcpConnectResult result = await ProbeConnector
                    .ConnectAsync(new IPEndPoint(address, target.Port), options, cancellationToken)
                    .ConfigureAwait(false);
                result.Socket?.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                HandshakeState state = HandshakeProbe.StateOf(result.Error, result.IsLocal);
                if (isCut && state == HandshakeState.Filtered && lastState is not null)
                    return false;
                lastAddress = address;
                lastState = state;
                lastReason = result.Succeeded
                    ? "The handshake succeeds."
                    : SocketFailure.From(result.Error, $"Connecting to {new IPEndPoint(address, target.Port)}", null)
                        .Message;
                if (state == HandshakeState.LocalError)
                    return false;
                if (result.Succeeded)
                    return request.State == PortCondition.Open;
            }

            return request.State == PortCondition.Closed;
        }
        finally
        {
            throttle.Release();
        }
    }

    private PortWait Describe(bool succeeded, string? reason) => new()
    {
        ComputerName = target.ComputerName,
        Address = lastAddress,
        Port = target.Port,
        Condition = request.State,
        Succeeded = succeeded,
        LastState = lastState,
        Attempts = attempts,
        Elapsed = time.GetElapsedTime(started),
        Reason = reason,
    };
}
