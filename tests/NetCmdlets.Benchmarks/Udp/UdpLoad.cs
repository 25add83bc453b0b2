using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using NetCmdlets.Benchmarks.Echo;

namespace NetCmdlets.Benchmarks.Udp;

/// <summary>The closed-loop load driver over UDP: each flow is a socket with one datagram under way.</summary>
internal static class UdpLoad
{
    /// <summary>Drives one server with the loop that drives TCP, too; a lost datagram silences its flow.</summary>
    public static UdpLoadResult Run(LoadPlan plan)
    {
        var sockets = new Socket[plan.Connections];
        for (int i = 0; i < sockets.Length; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            sockets[i].Connect(plan.Server);
        }

        long dropped = Dropped();
        using var pattern = new MessagePattern(plan.MessageBytes);
        using var loop = new LoadLoop(plan, sockets, 0, pattern);
        loop.Run();
        dropped = Dropped() - dropped;
        var result = new LoadResult(
            loop.Latencies.Count,
            loop.Completed,
            Stopwatch.GetElapsedTime(loop.Measured.From, loop.Measured.To),
            Stopwatch.GetElapsedTime(0, loop.Latencies.Percentile(0.5)),
            Stopwatch.GetElapsedTime(0, loop.Latencies.Percentile(0.99)),
            loop.Errors,
            loop.FirstError);
        return new UdpLoadResult(result, dropped);
    }

    /// <summary>UDP datagrams that this machine dropped since it started because a receive buffer was full.</summary>
    public static long Dropped()
    {
        string[] lines = [.. File.ReadLines("/proc/net/snmp")
            .Where(line => line.StartsWith("Udp:", StringComparison.Ordinal))];
        int column = Array.IndexOf(lines[0].Split(' '), "RcvbufErrors");
        return long.Parse(lines[1].Split(' ')[column], CultureInfo.InvariantCulture);
    }
}

/// <summary>What the driver saw of one UDP echo server.</summary>
/// <param name="Load">Rate, latencies and errors.</param>
/// <param name="Dropped">Datagrams that the machine dropped meanwhile for want of room in a receive buffer.</param>
internal sealed record UdpLoadResult(LoadResult Load, long Dropped);
