using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Udp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Throughput;

/// <summary>
/// Numbered datagrams to one server at a rate, and a tally of those that come back. The sender has a thread of its own
/// while it does not wait for the rate: sent as fast as it goes, it never does.
/// </summary>
internal sealed class DatagramFlow : IDisposable
{
    // Once all have come back it waits for duplicates until so long nothing has come; and as long for a refusal.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(1);

    private readonly UdpEndpoint endpoint;
    private readonly IPEndPoint server;
    private readonly MeasureUdpThroughputRequest request;
    private readonly TimeProvider time;
    private readonly RatePacer? pacer;
    private readonly uint run = (uint)Random.Shared.NextInt64(1L << 32);
    private readonly CancellationTokenSource ending = new();
    private long started;
    private long sendingTicks = -1;
    private long sent;
    private long firstSent;
    private bool wasTaken;
    private string? reason;
    private NetFailure? failure;

    private DatagramFlow(
        UdpEndpoint endpoint, IPEndPoint server, MeasureUdpThroughputRequest request, TimeProvider time)
    {
        this.endpoint = endpoint;
        this.server = server;
        this.request = request;
        this.time = time;
        pacer = RatePacer.OfMessages(request.BitsPerSecond, request.MessageBytes, time);
        Answers = new DatagramAnswers(run, request.MessageBytes, time);
    }

    /// <summary>How many datagrams were sent.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <summary>What came back.</summary>
    public DatagramAnswers Answers { get; }

    /// <summary>How long datagrams were sent; null while they are.</summary>
    public TimeSpan? SendingTime => Volatile.Read(ref sendingTicks) is >= 0 and long ticks ? new TimeSpan(ticks) : null;

    /// <summary>How long it took until the last came back.</summary>
    public TimeSpan AnsweringTime => time.GetElapsedTime(started, Answers.LastArrival ?? started);

    /// <summary>The first thing that went wrong; null where nothing did.</summary>
    public string? Reason => Volatile.Read(ref reason);

    /// <summary>Why the measurement could not be made, or ended early; null where neither is so.</summary>
    public NetFailure? Failure => Volatile.Read(ref failure);

    /// <summary>
    /// Whether what was counted is worth telling where there is a failure: the server, or the way to it, was there and
    /// went away in the middle.
    /// </summary>
    public bool IsPartial => Failure is not null && wasTaken;

    private bool Echoes => request.Direction == UdpThroughputDirection.Echo;

    /// <summary>Opens a socket to a server, or tells why it cannot.</summary>
    public static (DatagramFlow? Flow, NetFailure? Failure) Open(
        IPEndPoint server, MeasureUdpThroughputRequest request, TimeProvider time)
    {
        UdpEndpoint? endpoint = null;
        try
        {
            endpoint = UdpEndpoint.BindToReach(
                server,
                request.LocalAddress,
                request.LocalPort,
                new UdpOptions { ReceiveBufferBytes = DatagramServer.ReceiveBufferBytes });
            endpoint.Connect(server);
            return (new DatagramFlow(endpoint, server, request, time), null);
        }
        catch (Exception error) when (SocketFailure.From(error, $"Sending to UDP {server}", server) is not null)
        {
            endpoint?.Dispose();
            return (null, SocketFailure.From(error, $"Sending to UDP {server}", server));
        }
    }

    /// <summary>Sends for its time, and then waits for what is still to come back.</summary>
    public async Task RunAsync()
    {
        Task receiving = Echoes ? Task.Run(ReceiveAsync) : Task.CompletedTask;
        try
        {
            await Task.Factory
                .StartNew(SendAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .Unwrap().ConfigureAwait(false);
            Volatile.Write(ref sendingTicks, time.GetElapsedTime(started).Ticks);
            await (Echoes ? DrainAsync() : SettleAsync()).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }

        // What is told of the last datagram is told at the next call, which does not come.
        if (Failure is null && endpoint.TakeError() is var error and not SocketError.Success)
            Refused(error);
    }

    /// <summary>Ends it at once.</summary>
    public void Abort()
    {
        ending.Cancel();
        endpoint.Dispose();
    }

    public void Dispose()
    {
        endpoint.Dispose();
        ending.Dispose();
    }

    private async Task SendAsync()
    {
        byte[] datagram = new byte[request.MessageBytes];
        started = time.GetTimestamp();
        using var limit = new Deadline(request.Duration, ending.Token, time);
        try
        {
            while (!limit.Token.IsCancellationRequested)
            {
                if (pacer is not null)
                    await pacer.WaitAsync(datagram.Length, limit.Token).ConfigureAwait(false);
                long now = time.GetTimestamp();
                if (time.GetElapsedTime(started, now) >= request.Duration)
                    return;
                new NumberedDatagram(run, sent, now).Write(datagram);
                if (TrySend(datagram))
                    CountSent(now);
                else
                    await Task.Delay(PauseAfterError, time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Its time is over, or it was told to end.
        }
    }

    // The first would have been refused by now, which the system tells at the next call: somebody takes them.
    private void CountSent(long now)
    {
        if (sent == 0)
            firstSent = now;
        else if (!wasTaken)
            wasTaken = time.GetElapsedTime(firstSent, now) >= Settle;
        Volatile.Write(ref sent, sent + 1);
    }

    // False where this one was not sent.
    private bool TrySend(ReadOnlySpan<byte> datagram)
    {
        try
        {
            endpoint.Send(datagram);
            return true;
        }
        catch (SocketException full) when (full.SocketErrorCode is SocketError.NoBufferSpaceAvailable)
        {
            // Some systems refuse what they cannot queue, in the place of letting the sender wait.
            return false;
        }
        catch (SocketException error)
        {
            Refused(error.SocketErrorCode);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[UdpEndpoint.BufferBytes];
        SocketAddress sender = endpoint.NewAddress();
        while (true)
        {
            try
            {
                int count = await endpoint.ReceiveAsync(buffer, sender, ending.Token).ConfigureAwait(false);
                Answers.Add(buffer.AsSpan(0, count));
            }
            catch (SocketException error) when (!ending.IsCancellationRequested)
            {
                Refused(error.SocketErrorCode);
            }
            catch (Exception error)
                when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    // Nobody answers a datagram that was taken; that one was not, by ICMP, takes its time to be told.
    private async Task SettleAsync()
    {
        TimeSpan left = Settle - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrainAsync()
    {
        using var limit = new Deadline(request.Timeout, ending.Token, time);
        try
        {
            long seen;
            do
            {
                seen = Answers.Arrivals;
                await Task.Delay(Settle, time, limit.Token).ConfigureAwait(false);
            }
            while (Answers.Received < sent || Answers.Arrivals != seen);
        }
        catch (OperationCanceledException)
        {
            // What has not come back by now is lost, or it was told to end.
        }
    }

    // An ICMP answer, or the system has no way to the server. One that has answered before has gone and may return:
    // what it misses meanwhile is lost.
    private void Refused(SocketError error)
    {
        // What Windows calls a port unreachable on a socket without connections.
        if (error == SocketError.ConnectionReset)
            error = SocketError.ConnectionRefused;
        NetFailure told = SocketFailure.From(error, $"Sending to UDP {server}", server);
        Interlocked.CompareExchange(ref reason, told.Message, null);
        if (Answers.Arrivals > 0)
            return;
        Interlocked.CompareExchange(ref failure, told, null);
        ending.Cancel();
    }
}
