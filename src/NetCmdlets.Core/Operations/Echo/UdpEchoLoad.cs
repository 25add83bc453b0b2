using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Echo;

/// <summary>
/// Round trips of datagrams. Each carries its number, so that it is told whether it was lost, doubled or overtaken, and
/// the time it was sent, so that one that comes late still has its round trip.
/// </summary>
internal sealed class UdpEchoLoad(MeasureEchoServerRequest request) : EchoLoad(request)
{
    // Each socket's datagrams are a run of their own.
    private readonly uint firstRun = (uint)Random.Shared.NextInt64(1L << 32);
    private readonly List<Line> lines = [];
    private IPEndPoint? server;
    private long duplicates;
    private long reordered;

    /// <inheritdoc/>
    public override async Task<NetFailure?> OpenAsync(string target, CancellationToken cancellationToken)
    {
        HostResolution found = await HostResolver
            .ResolveAsync(
                target,
                SourceAddress.FamilyFor(Request.Family, Request.LocalAddress),
                Request.Timeout,
                cancellationToken)
            .ConfigureAwait(false);
        if (found.Failure is not null)
            return found.Failure;
        server = new IPEndPoint(found.Addresses[0], Request.Port);
        try
        {
            for (int number = 0; number < Request.Connections; number++)
            {
                var socket = UdpEndpoint.BindToReach(
                    server, Request.LocalAddress, Request.LocalPort, new UdpOptions { ReportIcmpErrors = true });
                lines.Add(new Line(socket, firstRun + (uint)number, Request.InFlight));
            }

            return null;
        }
        catch (NetException error)
        {
            return error.Failure;
        }
    }

    /// <inheritdoc/>
    public override void Abort() => lines.ForEach(line => line.Dispose());

    /// <inheritdoc/>
    protected override Task RunConnectionsAsync(CancellationToken cancellationToken)
        => Task.WhenAll(lines.Select(line => Task.Run(() => RunAsync(line, cancellationToken), cancellationToken)));

    /// <inheritdoc/>
    protected override void EndOverdue(long now)
    {
        foreach (Line line in lines)
        {
            int overdue = line.Forget(since => Stopwatch.GetElapsedTime(since, now) >= Request.Timeout);
            CountLost(overdue);
            line.Release(overdue);
        }
    }

    /// <inheritdoc/>
    protected override EchoMeasurement Extend(EchoMeasurement measurement)
        => measurement with { Duplicates = duplicates, Reordered = reordered };

    private async Task RunAsync(Line line, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task receiving = ReceiveAsync(line, ended.Token);
        try
        {
            await SendAsync(line, cancellationToken).ConfigureAwait(false);
            // What is still unanswered comes back or becomes overdue: then every place is free.
            for (int place = 0; place < Request.InFlight; place++)
                await line.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            CountLost(line.Forget(_ => true));
            CountError(SocketFailure.From(error.SocketErrorCode, $"Sending to UDP {server}", server).Message);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Line line, CancellationToken cancellationToken)
    {
        byte[] datagram = new byte[Request.MessageBytes];
        SocketAddress destination = server!.Serialize();
        for (long number = 0; IsMoreWanted(number); number++)
        {
            await line.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
            long now = Stopwatch.GetTimestamp();
            new NumberedDatagram(line.Run, number, now).Write(datagram);
            line.Remember(number, now);
            CountSent();
            await line.Socket.SendAsync(datagram, destination, cancellationToken).ConfigureAwait(false);
            if (Request.Interval > TimeSpan.Zero)
                await Task.Delay(Request.Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(Line line, CancellationToken ended)
    {
        byte[] buffer = new byte[UdpEndpoint.BufferBytes];
        SocketAddress sender = line.Socket.NewAddress();
        while (!ended.IsCancellationRequested)
        {
            try
            {
                int count = await line.Socket.ReceiveAsync(buffer, sender, ended).ConfigureAwait(false);
                Judge(line, buffer.AsSpan(0, count));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused)
            {
                // Told for each datagram; that it is lost is found when it is overdue.
                line.NoteOnce(() => CountError($"UDP {server} answered that nothing listens there."));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Judge(Line line, ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length != Request.MessageBytes
            || !NumberedDatagram.TryRead(datagram, line.Run, out NumberedDatagram answer))
        {
            CountCorrupted();
            return;
        }

        switch (line.Answer(answer.Number))
        {
            case Answered.Again:
                Interlocked.Increment(ref duplicates);
                return;
            case Answered.Late:
                CountLost(-1);
                break;
            default:
                line.Release(1);
                break;
        }

        if (answer.Number < line.Highest)
            Interlocked.Increment(ref reordered);
        line.Highest = Math.Max(line.Highest, answer.Number);
        TimeSpan time = Stopwatch.GetElapsedTime(answer.Timestamp);
        CountReceived(time, line.Previous);
        line.Previous = time;
    }

    private enum Answered
    {
        InTime,
        Late,
        Again,
    }

    private sealed class Line(UdpEndpoint socket, uint run, int places) : IDisposable
    {
        private readonly Dictionary<long, long> unanswered = [];
        private readonly HashSet<long> lost = [];
        private int noted;

        public UdpEndpoint Socket { get; } = socket;

        public uint Run { get; } = run;

        public SemaphoreSlim Places { get; } = new(places, places + 1);

        public long Highest { get; set; } = -1;

        public TimeSpan? Previous { get; set; }

        public void Remember(long datagram, long now)
        {
            lock (unanswered)
                unanswered[datagram] = now;
        }

        public Answered Answer(long datagram)
        {
            lock (unanswered)
            {
                if (unanswered.Remove(datagram))
                    return Answered.InTime;
                return lost.Remove(datagram) ? Answered.Late : Answered.Again;
            }
        }

        public int Forget(Func<long, bool> isOverdue)
        {
            lock (unanswered)
            {
                long[] overdue = [.. unanswered.Where(pair => isOverdue(pair.Value)).Select(pair => pair.Key)];
                foreach (long datagram in overdue)
                {
                    unanswered.Remove(datagram);
                    lost.Add(datagram);
                }

                return overdue.Length;
            }
        }

        public void Release(int count)
        {
            if (count > 0)
                Places.Release(count);
        }

        public void NoteOnce(Action note)
        {
            if (Interlocked.Exchange(ref noted, 1) == 0)
                note();
        }

        public void Dispose() => Socket.Dispose();
    }
}
