using System.Diagnostics;
using System.Net.Sockets;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>The closed-loop load driver: opens the connections, runs the loops, adds up what they saw.</summary>
internal static class EchoLoad
{
    /// <summary>Drives one server. Linux only: the loops are epoll's.</summary>
    public static LoadResult Run(LoadPlan plan)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("The load driver is an epoll loop and runs on Linux only.");
        using var pattern = new MessagePattern(plan.MessageBytes);
        int refused = 0;
        string? refusal = null;
        var sockets = new List<Socket>(plan.Connections);
        var wires = new List<LoadWire>(plan.Connections);
        for (int i = 0; i < plan.Connections; i++)
        {
            if (TryConnect(plan, out Socket socket, out LoadWire? wire, out string? reason))
            {
                sockets.Add(socket);
                wires.Add(wire!);
                continue;
            }

            refused++;
            refusal ??= $"connection {i}: {reason}";
        }

        List<LoadLoop> loops = Share(plan, sockets, wires, pattern);
        List<Thread> threads = [];
        foreach (LoadLoop loop in loops)
        {
            var thread = new Thread(loop.Run) { IsBackground = true };
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(thread => thread.Join());
        LoadResult result = Sum(loops, refused, refusal);
        loops.ForEach(loop => loop.Dispose());
        return result;
    }

    private static bool TryConnect(LoadPlan plan, out Socket socket, out LoadWire? wire, out string? reason)
    {
        socket = new Socket(plan.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(plan.Server);
            wire = plan.Wire(socket);
            reason = null;
            return true;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            socket.Dispose();
            wire = null;
            reason = $"connect: {error.Message}";
            return false;
        }
    }

    private static List<LoadLoop> Share(
        LoadPlan plan, List<Socket> sockets, List<LoadWire> wires, MessagePattern pattern)
    {
        List<LoadLoop> loops = [];
        int first = 0;
        for (int i = 0; i < plan.Threads; i++)
        {
            int last = (int)((long)sockets.Count * (i + 1) / plan.Threads);
            if (last > first)
                loops.Add(new LoadLoop(plan, [.. sockets[first..last]], first, pattern, [.. wires[first..last]]));
            first = last;
        }

        return loops;
    }

    private static LoadResult Sum(List<LoadLoop> loops, int refused, string? refusal)
    {
        var latencies = new LatencyHistogram();
        foreach (LoadLoop loop in loops)
            latencies.Add(loop.Latencies);
        TimeSpan elapsed = loops.Count == 0
            ? TimeSpan.Zero
            : Stopwatch.GetElapsedTime(loops.Min(loop => loop.Measured.From), loops.Max(loop => loop.Measured.To));
        return new LoadResult(
            latencies.Count,
            loops.Sum(loop => loop.Completed),
            elapsed,
            Stopwatch.GetElapsedTime(0, latencies.Percentile(0.5)),
            Stopwatch.GetElapsedTime(0, latencies.Percentile(0.99)),
            refused + loops.Sum(loop => loop.Errors),
            refusal ?? loops.Select(loop => loop.FirstError).FirstOrDefault(error => error is not null));
    }
}
