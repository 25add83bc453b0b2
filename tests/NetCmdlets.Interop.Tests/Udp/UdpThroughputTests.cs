using System.Globalization;
using System.Net;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Udp;

/// <summary>Measure-UdpThroughput against other people's servers, some of which do it wrong on purpose.</summary>
public sealed class UdpThroughputTests
{
    // Echoes, does with every tenth datagram what its argument says, and tells at the end of its input what it did.
    private const string PythonEcho = """
        import select, socket, sys
        faults = sys.argv[1].split(",")
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        server.bind(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        came = dropped = doubled = swapped = changed = 0
        held = None
        while True:
            ready, _, _ = select.select([server, sys.stdin], [], [])
            if server not in ready:
                break
            data, peer = server.recvfrom(65536)
            place = came % 10
            came += 1
            if place == 1 and "drop" in faults:
                dropped += 1
                continue
            if place == 3 and "change" in faults:
                changed += 1
                data = data[:-1] + bytes([data[-1] ^ 1])
            if place == 5 and "swap" in faults:
                held = data
                continue
            server.sendto(data, peer)
            if place == 7 and "double" in faults:
                doubled += 1
                server.sendto(data, peer)
            if held is not None:
                swapped += 1
                server.sendto(held, peer)
                held = None
        print(came, dropped, doubled, swapped, changed, 0 if held is None else 1, flush=True)
        """;

    [Theory]
    [InlineData("none")]
    [InlineData("drop")]
    [InlineData("drop,double")]
    [InlineData("swap,change")]
    [InlineData("drop,double,swap,change")]
    public async Task What_a_Python_server_does_with_every_tenth_datagram_is_what_is_told(string faults)
    {
        await using PeerProcess server = PeerProcess.Python(PythonEcho, faults);
        int port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        UdpThroughput result = await MeasureAsync(new()
        {
            Port = port,
            Direction = UdpThroughputDirection.Echo,
            MessageBytes = 100,
            // A thousand a second.
            BitsPerSecond = 800_000,
            Duration = TimeSpan.FromMilliseconds(400),
            Timeout = TimeSpan.FromSeconds(1.5),
        });
        server.Input.Close();
        long[] did = [.. (await server.ReadLineAsync()).Split(' ').Select(number =>
            long.Parse(number, CultureInfo.InvariantCulture))];
        (long came, long dropped, long doubled, long swapped, long changed, long held)
            = (did[0], did[1], did[2], did[3], did[4], did[5]);

        Assert.True(came > 20, $"{came} came");
        Assert.Equal(came, result.Sent);
        Assert.Equal(dropped + changed + held, result.Lost);
        Assert.Equal(came - dropped - changed - held, result.Received);
        Assert.Equal((doubled, swapped, changed), (result.Duplicates, result.Reordered, result.Corrupted));
        Assert.Equal(faults == "none", result is { Lost: 0, Duplicates: 0, Reordered: 0, Corrupted: 0 });
    }

    [Fact]
    public async Task A_Python_server_that_discards_has_what_was_sent()
    {
        await using PeerProcess server = PeerProcess.Python("""
            import select, socket, sys
            server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            server.bind(("127.0.0.1", 0))
            print(server.getsockname()[1], flush=True)
            count = size = 0
            while server in select.select([server, sys.stdin], [], [])[0]:
                count += 1
                size += len(server.recv(65536))
            print(count, size, flush=True)
            """);
        int port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        UdpThroughput result = await MeasureAsync(
            new() { Port = port, Duration = TimeSpan.FromMilliseconds(300) });
        server.Input.Close();

        Assert.True(result.Sent > 1);
        Assert.Equal($"{result.Sent} {result.BytesSent}", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_socat_that_discards_has_what_was_sent()
    {
        int port = FreePort();
        await using PeerProcess server = PeerProcess.Start("socat", "-u", $"UDP4-RECV:{port},bind=127.0.0.1", "-");
        var all = new MemoryStream();
        Task reading = server.Output.BaseStream.CopyToAsync(all);
        UdpThroughput result = await MeasureAsync(Patient(port) with { Duration = TimeSpan.FromMilliseconds(300) });

        Assert.True(result.Sent > 1);
        await Until.TrueAsync(() => all.Length >= result.BytesSent || reading.IsCompleted);
        Assert.Equal(result.BytesSent, all.Length);
    }

    [Fact]
    public async Task A_socat_that_echoes_sends_all_back()
    {
        int port = FreePort();
        // A child for each datagram.
        await using PeerProcess server = PeerProcess.Start(
            "socat", $"UDP4-RECVFROM:{port},bind=127.0.0.1,fork", "PIPE");
        UdpThroughput result = await MeasureAsync(Patient(port) with
        {
            Direction = UdpThroughputDirection.Echo,
            // 40 a second.
            MessageBytes = 1000,
            BitsPerSecond = 320_000,
            Duration = TimeSpan.FromMilliseconds(500),
        });

        Assert.True(result.Sent > 2);
        Assert.Equal((result.Sent, 0L, 0L, 0L), (result.Received, result.Lost, result.Duplicates, result.Corrupted));
    }

    [Fact]
    public async Task A_Python_sink_has_what_was_sent_to_it_over_TCP_at_a_rate()
    {
        await using PeerProcess server = PeerProcess.Python("""
            import socket, time
            server = socket.create_server(("127.0.0.1", 0))
            print(server.getsockname()[1], flush=True)
            server.settimeout(20)
            client, _ = server.accept()
            start = time.monotonic()
            count = 0
            while data := client.recv(65536):
                count += len(data)
            print(count, time.monotonic() - start, flush=True)
            """);
        int port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        NetCmdlets.Throughput result = (await new MeasureTcpThroughputOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            BitsPerSecond = 8_000_000,
            Duration = TimeSpan.FromMilliseconds(500),
        })).Results<NetCmdlets.Throughput>().Single();
        string[] told = (await server.ReadLineAsync()).Split(' ');

        Assert.Equal(result.BytesSent, long.Parse(told[0], CultureInfo.InvariantCulture));
        // A megabyte a second, and twice a piece of 10 ms.
        Assert.InRange(result.BytesSent, 1, (result.Elapsed.TotalSeconds * 1e6) + 20_000);
    }

    // Until the program listens it refuses, which the retries outlast.
    private static MeasureUdpThroughputRequest Patient(int port) => new()
    {
        Port = port,
        RetryCount = 100,
        RetryDelay = TimeSpan.FromMilliseconds(20),
        Timeout = Bounded.Limit,
    };

    private static async Task<UdpThroughput> MeasureAsync(MeasureUdpThroughputRequest request)
    {
        List<PipelineItem> items = await new MeasureUdpThroughputOperation().CollectAsync(
            request with { ComputerName = ["127.0.0.1"] });
        Assert.Empty(items.Failures());
        return Assert.Single(items.Results<UdpThroughput>());
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}
