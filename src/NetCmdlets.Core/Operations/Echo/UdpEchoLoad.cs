using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Echo;

/// <summary>
/// Round trips of datagrams. Each carries its number, so that it is told whether it was lost, doubled or overtaken, and
/// the time it was sent, so that one that comes late still has its round trip.
/// </summary>
/// <remarks>
/// The first 24 bytes of a datagram: the run's own number (8), the datagram's number on its socket (8), the time stamp
/// of its sending (8), all big-endian. What follows is the same in all of them.
/// </remarks>
internal sealed class UdpEchoLoad(MeasureEchoServerRequest request) : EchoLoad(request)
{
    /// <summary>The smallest datagram that can carry its number and time.</summary>
    public const int HeaderBytes = 24;

    private readonly long run = Random.Shared.NextInt64();
    private readonly List<Line> lines = [];
    private IPEndPoint? server;
    private long duplicates;
    private long reordered;

    /// <inheritdoc/>
    public override async Task<NetFailure?> OpenAsync(string target, CancellationToken cancellationToken)
    {
        HostResolution found = await HostResolver
            .ResolveAsync(target, Request.Family, Request.Timeout, cancellationToken).ConfigureAwait(false);
        if (found.Failure is not null)
            return found.Failure;
        server = new IPEndPoint(found.Addresses[0], Request.Port);
        IPAddress any = server.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var local = new IPEndPoint(SourceAddress.Parse(Request.LocalAddress) ?? any, Request.LocalPort);
        try
        {
            for (int number = 0; number < Request.Connections; number++)
            {
                var socket = UdpEndpoint.Bind(local, new UdpOptions { ReportIcmpErrors = true });
                lines.Add(new Line(socket, number, Request.InFlight));
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
        byte[] datagram = EchoPattern.Make(Request.MessageBytes, seed: line.Number);
        BinaryPrimitives.WriteInt64BigEndian(datagram, run);
        SocketAddress destination = server!.Serialize();
        for (long number = 0; IsMoreWanted(number); number++)
        {
            await line.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
            BinaryPrimitives.WriteInt64BigEndian(datagram.AsSpan(8), number);
            long now = Stopwatch.GetTimestamp();
            BinaryPrimitives.WriteInt64BigEndian(datagram.AsSpan(16), now);
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
        byte[] expected = EchoPattern.Make(Request.MessageBytes, seed: line.Number);
        SocketAddress sender = line.Socket.NewAddress();
        while (!ended.IsCancellationRequested)
        {
            try
            {
                int count = await line.Socket.ReceiveAsync(buffer, sender, ended).ConfigureAwait(false);
                Judge(line, buffer.AsSpan(0, count), expected);
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

    private void Judge(Line line, ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> expected)
    {
        if (datagram.Length < HeaderBytes || BinaryPrimitives.ReadInt64BigEndian(datagram) != run
            || !datagram[HeaderBytes..].SequenceEqual(expected[HeaderBytes..]))
        {
            CountCorrupted();
            return;
        }

        long number = BinaryPrimitives.ReadInt64BigEndian(datagram[8..]);
        long sentAt = BinaryPrimitives.ReadInt64BigEndian(datagram[16..]);
        switch (line.Answer(number))
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

        if (number < line.Highest)
            Interlocked.Increment(ref reordered);
        line.Highest = Math.Max(line.Highest, number);
        TimeSpan time = Stopwatch.GetElapsedTime(sentAt);
        CountReceived(time, line.Previous);
        line.Previous = time;
    }

    private enum Answered
    {
        InTime,
        Late,
        Again,
    }

    private sealed class Line(UdpEndpoint socket, int number, int places) : IDisposable
    {
        private readonly Dictionary<long, long> unanswered = [];
        private readonly HashSet<long> lost = [];
        private int noted;

        public UdpEndpoint Socket { get; } = socket;

        public int Number { get; } = number;

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
