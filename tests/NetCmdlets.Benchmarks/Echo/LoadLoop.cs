using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>
/// One thread of the load driver: an epoll loop over its share of the connections. It allocates nothing while it
/// runs, and receives into one buffer, for every byte is compared at once and then forgotten.
/// </summary>
internal sealed unsafe class LoadLoop : IDisposable
{
    private const int BatchSize = 256;
    private const int BufferSize = 64 * 1024;

    private readonly LoadPlan plan;
    private readonly Socket[] sockets;
    private readonly Connection[] connections;
    private readonly EpollSet epoll = new(BatchSize);
    private readonly byte* buffer = (byte*)NativeMemory.Alloc(BufferSize);
    private readonly MessagePattern pattern;
    private readonly long quota;
    private long measureFrom;
    private int alive;

    public LoadLoop(
        LoadPlan plan, Socket[] sockets, int firstNumber, MessagePattern pattern, LoadWire[]? wires = null)
    {
        this.plan = plan;
        this.sockets = sockets;
        this.pattern = pattern;
        quota = plan.Count * sockets.Length / plan.Connections;
        connections = new Connection[sockets.Length];
        for (int i = 0; i < sockets.Length; i++)
        {
            connections[i].Descriptor = (int)sockets[i].Handle;
            connections[i].Wire = wires?[i] ?? new PlainWire(sockets[i]);
            connections[i].Number = firstNumber + i;
        }
    }

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Messages that came back, the warm-up's too.</summary>
    public long Completed { get; private set; }

    public int Errors { get; private set; }

    public string? FirstError { get; private set; }

    /// <summary>When the measurement began and ended, in stopwatch ticks.</summary>
    public (long From, long To) Measured { get; private set; }

    /// <summary>Drives until the plan's time or count is reached, or no connection is left.</summary>
    public void Run()
    {
        long start = Stopwatch.GetTimestamp();
        bool byCount = plan.Count > 0;
        measureFrom = byCount ? start : start + Ticks(plan.WarmUpSeconds);
        long end = byCount ? long.MaxValue : measureFrom + Ticks(plan.Seconds);
        long lastProgress = start;
        long seen = 0;
        alive = connections.Length;
        for (int i = 0; i < connections.Length; i++)
        {
            epoll.Add(connections[i].Descriptor, EpollEvents.Stream, i);
            StartMessage(ref connections[i], start);
        }

        long now = start;
        while (alive > 0 && now < end && (!byCount || Completed < quota))
        {
            int count = epoll.Wait(timeoutMilliseconds: 20);
            for (int i = 0; i < count; i++)
                Advance(ref connections[epoll.At(i).Token]);
            now = Stopwatch.GetTimestamp();
            if (Completed != seen)
                (seen, lastProgress) = (Completed, now);
            else if (now - lastProgress > Ticks(plan.PatienceSeconds))
                break;
        }

        Measured = (Math.Min(measureFrom, now), now);
        foreach (ref Connection connection in connections.AsSpan())
        {
            if (connection.Descriptor >= 0 && connection.Messages == 0)
                Fail(ref connection, "no message came back");
        }

        GC.KeepAlive(sockets);
    }

    public void Dispose()
    {
        epoll.Dispose();
        NativeMemory.Free(buffer);
        foreach (Connection connection in connections)
            connection.Wire.Dispose();
        foreach (Socket socket in sockets)
            socket.Dispose();
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private void StartMessage(ref Connection connection, long now)
    {
        connection.Sent = 0;
        connection.Received = 0;
        connection.StartedAt = now;
        connection.Offset = MessagePattern.OffsetOf(connection.Number, connection.Messages);
        Send(ref connection);
    }

    private void Send(ref Connection connection)
    {
        while (connection.Sent < plan.MessageBytes)
        {
            int sent = connection.Wire.Send(
                pattern.At(connection.Offset + connection.Sent), plan.MessageBytes - connection.Sent);
            if (sent < 0)
            {
                // The socket's writability comes as the next edge.
                if (sent != LoadWire.Again)
                    Fail(ref connection, connection.Wire.Error);
                return;
            }

            connection.Sent += sent;
        }
    }

    private void Advance(ref Connection connection)
    {
        if (connection.Descriptor < 0)
            return;
        Send(ref connection);
        while (connection.Descriptor >= 0)
        {
            int wanted = Math.Min(BufferSize, plan.MessageBytes - connection.Received);
            int received = connection.Wire.Receive(buffer, wanted);
            if (received <= 0)
            {
                if (received != LoadWire.Again)
                    Fail(ref connection, received == 0 ? "closed" : connection.Wire.Error);
                return;
            }

            if (!pattern.Matches(connection.Offset + connection.Received, buffer, received))
            {
                Fail(ref connection, $"message {connection.Messages}: other bytes than were sent");
                return;
            }

            connection.Received += received;
            if (connection.Received == plan.MessageBytes)
            {
                CompleteMessage(ref connection);
                return;
            }

            // Less than asked for means that the socket is drained; what follows comes as the next edge.
            if (received < wanted && connection.Wire.ShortMeansDrained)
                return;
        }
    }

    private void CompleteMessage(ref Connection connection)
    {
        long now = Stopwatch.GetTimestamp();
        connection.Messages++;
        Completed++;
        if (connection.StartedAt >= measureFrom)
            Latencies.Add(now - connection.StartedAt);
        if (plan.Count == 0 || Completed < quota)
            StartMessage(ref connection, now);
    }

    private void Fail(ref Connection connection, string reason)
    {
        Errors++;
        FirstError ??= $"connection {connection.Number}: {reason}";
        connection.Descriptor = -1;
        alive--;
    }

    private struct Connection
    {
        public LoadWire Wire;
        public int Descriptor;
        public int Number;
        public int Offset;
        public int Sent;
        public int Received;
        public long Messages;
        public long StartedAt;
    }
}
