using System.Globalization;
using System.Text.Json;
using NetCmdlets.Benchmarks.Processes;

namespace NetCmdlets.Benchmarks.Throughput;

/// <summary>iperf3 as a client; what it reports of its own run is taken as it is.</summary>
internal static class Iperf
{
    private const string Program = "iperf3";

    /// <summary>Its version; null where it is not installed.</summary>
    public static string? Version => Programs.Output(Program, "--version")?.Split('\n')[0];

    /// <summary>Starts its server.</summary>
    public static ServerProcess Serve() => ServerProcess.StartOnPort(port => new(
        Program, ["-s", "-B", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]));

    /// <summary>Megabits a second that its server received over TCP connections.</summary>
    public static double Tcp(ServerProcess server, int connections, double seconds)
        => Run(server, seconds, "-P", connections.ToString(CultureInfo.InvariantCulture))
            .GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / 1e6;

    /// <summary>Datagrams a second that it sent as fast as it went.</summary>
    public static double Udp(ServerProcess server, int bytes, double seconds)
    {
        JsonElement sum = Run(server, seconds, "-u", "-b", "0", "-l", bytes.ToString(CultureInfo.InvariantCulture))
            .GetProperty("sum");
        return sum.GetProperty("packets").GetDouble() / sum.GetProperty("seconds").GetDouble();
    }

    private static JsonElement Run(ServerProcess server, double seconds, params string[] arguments)
    {
        string output = Programs.Output(
            Program,
            [
                "-c", "127.0.0.1",
                "-p", server.EndPoint.Port.ToString(CultureInfo.InvariantCulture),
                "-t", seconds.ToString(CultureInfo.InvariantCulture),
                "-J",
                .. arguments,
            ]) ?? throw new InvalidOperationException("iperf3 failed.");
        using JsonDocument report = JsonDocument.Parse(output);
        return report.RootElement.GetProperty("end").Clone();
    }
}
