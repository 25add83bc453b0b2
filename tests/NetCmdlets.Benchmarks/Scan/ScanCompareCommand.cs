using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Scan;

/// <summary>All ports of a loopback address, scanned by Test-TcpHandshake's operation and by nmap in turn.</summary>
internal sealed class ScanCompareCommand : IBenchmarkCommand
{
    public string Name => "scan-compare";

    public string Summary => "65,535 loopback ports through the pump, beside nmap -sT -n in the same run";

    public string Options => """
        --pairs N      how many pairs of runs (3)
        --throttle N   ThrottleLimit of ours (512)
        --listeners N  how many ports to open beforehand (20)
        --timing N     nmap's -T, 0 to 5 (3, nmap's own default)
        --address A    a loopback address (127.0.0.1)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        int pairs = options.Whole("pairs", 3);
        int throttle = options.Whole("throttle", 512);
        int timing = options.Whole("timing", 3);
        int listenerCount = options.Whole("listeners", 20);
        string address = options.Text("address", "127.0.0.1");
        options.RefuseOthers();

        using var listeners = new Listeners(IPAddress.Parse(address), listenerCount);
        var ours = new List<double>();
        var theirs = new List<double>();
        bool agree = true;
        for (int pair = 1; pair <= pairs; pair++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            (double seconds, HashSet<int> open) = Ours(address, throttle);
            double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            (double other, HashSet<int> otherOpen) = await NmapAsync(address, timing);
            ours.Add(seconds);
            theirs.Add(other);
            bool same = open.SetEquals(otherOpen);
            // Another program may have opened or closed a port between the two scans; the listeners here stay.
            agree &= listeners.Ports.IsSubsetOf(open) && listeners.Ports.IsSubsetOf(otherOpen);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"pair {pair}: ours {seconds:0.000} s ({processor:0.00} s of processors), {open.Count} open; nmap -T{timing} {other:0.000} s, "
                + $"{otherOpen.Count} open; ratio {seconds / other:0.00}; {(same ? "same ports" : "DIFFERENT PORTS")}"));
            if (!same)
            {
                Console.WriteLine($"  only ours: {string.Join(' ', open.Except(otherOpen))}");
                Console.WriteLine($"  only nmap: {string.Join(' ', otherOpen.Except(open))}");
                Console.WriteLine($"  missed by ours: {string.Join(' ', listeners.Ports.Except(open))}");
            }
        }

        ours.Sort();
        theirs.Sort();
        double ratio = ours[pairs / 2] / theirs[pairs / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"median: ours {ours[pairs / 2]:0.000} s, nmap {theirs[pairs / 2]:0.000} s, ratio {ratio:0.00}"));
        return agree ? 0 : 1;
    }

    private static (double Seconds, HashSet<int> Open) Ours(string address, int throttle)
    {
        var sink = new OpenPorts();
        long start = Stopwatch.GetTimestamp();
        using (var pump = new PipelinePump<TestTcpHandshakeRequest>(new TestTcpHandshakeOperation(), throttle))
        {
            pump.Submit(
                new TestTcpHandshakeRequest { ComputerName = [address], Port = ["1-65535"], ThrottleLimit = throttle },
                sink);
            pump.Complete(sink);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (sink.Results != 65535)
            throw new InvalidOperationException($"{sink.Results} results came of 65,535 ports.");
        return (seconds, sink.Open);
    }

    private static async Task<(double Seconds, HashSet<int> Open)> NmapAsync(string address, int timing)
    {
        var info = new ProcessStartInfo("nmap", ["-sT", "-n", "-Pn", $"-T{timing}", "-p-", "-oG", "-", address])
        {
            RedirectStandardOutput = true,
        };
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(info)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var open = new HashSet<int>();
        foreach (string part in output.Split([' ', '\t', '\n']))
        {
            if (part.Contains("/open/", StringComparison.Ordinal))
                open.Add(int.Parse(part[..part.IndexOf('/', StringComparison.Ordinal)], CultureInfo.InvariantCulture));
        }

        return (seconds, open);
    }

    private sealed class OpenPorts : IPipelineSink
    {
        public HashSet<int> Open { get; } = [];

        public int Results { get; private set; }

        public void WriteResult(object result)
        {
            Results++;
            if (result is TcpHandshake { State: HandshakeState.Open, Port: int port })
                Open.Add(port);
            else if (result is TcpHandshake { State: not HandshakeState.Refused } odd)
                Console.WriteLine($"  port {odd.Port}: {odd.State}, {odd.Reason}");
        }

        public void WriteFailure(NetFailure failure) => Console.WriteLine($"  {failure.Message}");

        public void WriteVerboseText(string text)
        {
        }

        public void WriteWarningText(string text)
        {
        }

        public void WriteProgressStatus(OperationProgress progress)
        {
        }
    }

    private sealed class Listeners : IDisposable
    {
        private readonly List<Socket> sockets = [];

        public Listeners(IPAddress address, int count)
        {
            for (int number = 0; number < count; number++)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, 0));
                socket.Listen(64);
                sockets.Add(socket);
                Ports.Add(((IPEndPoint)socket.LocalEndPoint!).Port);
            }
        }

        public HashSet<int> Ports { get; } = [];

        public void Dispose() => sockets.ForEach(socket => socket.Dispose());
    }
}
