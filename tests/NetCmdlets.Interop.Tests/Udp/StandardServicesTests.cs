using System.Text;
using System.Text.RegularExpressions;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Udp;

/// <summary>The standard services, asked by other people's programs.</summary>
public sealed partial class StandardServicesTests
{
    private const string Ask = """
        import socket, sys
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(20)
        client.connect(("127.0.0.1", int(sys.argv[1])))
        def ask(data):
            client.send(data)
            return client.recv(65536)

        """;

    [Fact]
    public async Task A_Python_client_has_the_time_of_each_kind()
    {
        await using NetServer daytime = Start(StandardService.Daytime);
        await using NetServer seconds = Start(StandardService.Time);
        string text = await PythonAsync(daytime, """
            import time
            for data in (b"", b"x" * 1000):
                told = time.strptime(ask(data).decode("ascii"), "%A, %B %d, %Y %H:%M:%S-UTC\r\n")
                print(abs(time.mktime(told) - time.mktime(time.gmtime())) < 60)
            """);
        string binary = await PythonAsync(seconds, """
            import struct, time
            for data in (b"", b"x" * 1000):
                answer = ask(data)
                # RFC 868: 2,208,988,800 is 1970.
                print(len(answer), abs(struct.unpack("!I", answer)[0] - 2208988800 - time.time()) < 60)
            """);

        Assert.Equal("True\nTrue\n", text);
        Assert.Equal("4 True\n4 True\n", binary);
    }

    [Fact]
    public async Task A_Python_client_has_one_quote_of_at_most_512_characters_for_each_datagram()
    {
        await using NetServer server = Start(StandardService.QuoteOfTheDay);
        string output = await PythonAsync(server, """
            quotes = [ask(data) for data in (b"", b"x")]
            print(quotes[0] == quotes[1], 10 < len(quotes[0]) <= 512, quotes[0].decode("ascii").endswith("\r\n"))
            """);

        Assert.Equal("True True True\n", output);
    }

    [Fact]
    public async Task A_Python_client_has_0_to_512_characters_of_the_ring_for_each_datagram()
    {
        await using NetServer server = Start(StandardService.Chargen, rateLimit: 0);
        string output = await PythonAsync(server, """
            ring = "".join(chr(32 + i) for i in range(95))
            all = "".join("".join(ring[(line + i) % 95] for i in range(72)) + "\r\n" for line in range(7))
            answers = [ask(b"").decode("ascii") for _ in range(1000)]
            print(all.startswith(max(answers, key=len)), min(map(len, answers)) < 20,
                492 < max(map(len, answers)) <= 512, all.startswith(answers[0]), len(set(map(len, answers))) > 300)
            """);

        Assert.Equal("True True True True True\n", output);
        Assert.Equal(1000, server.MessagesReceived);
    }

    [Fact]
    public async Task A_Python_client_is_answered_up_to_the_limit_and_the_rest_is_counted()
    {
        await using NetServer server = Start(StandardService.Daytime, rateLimit: 5);
        string output = await PythonAsync(server, """
            for i in range(50):
                client.send(b"x")
            print(all(client.recv(100).endswith(b"-UTC\r\n") for _ in range(5)))
            """);
        await Until.TrueAsync(() => server.MessagesReceived + server.RejectedConnections == 50);

        Assert.Equal("True\n", output);
        // The sends took no whole second, or another five were answered in each.
        Assert.Equal(50, server.RejectedConnections + server.MessagesReceived);
        Assert.True(server.RejectedConnections > 0);
    }

    [Theory]
    [InlineData("socat", StandardService.Daytime)]
    [InlineData("socat", StandardService.Time)]
    [InlineData("socat", StandardService.QuoteOfTheDay)]
    [InlineData("socat", StandardService.Chargen)]
    [InlineData("socat", StandardService.Discard)]
    [InlineData("ncat", StandardService.Daytime)]
    [InlineData("ncat", StandardService.Time)]
    [InlineData("ncat", StandardService.QuoteOfTheDay)]
    [InlineData("ncat", StandardService.Chargen)]
    [InlineData("ncat", StandardService.Discard)]
    public async Task A_terminal_client_is_served(string program, StandardService service)
    {
        await using NetServer server = Start(service);
        await using PeerProcess client = program == "socat"
            ? PeerProcess.Start("socat", "-", $"UDP4:127.0.0.1:{server.Port}")
            : PeerProcess.Start("ncat", "-u", "127.0.0.1", $"{server.Port}");
        byte[] buffer = new byte[1000];
        // An answer of no characters is none that a terminal shows: another is asked for.
        int length = 0;
        do
        {
            long sent = server.BytesSent;
            long messages = server.MessagesReceived;
            await client.Input.WriteAsync("x\n");
            await client.Input.FlushAsync();
            await Until.TrueAsync(() => server.MessagesReceived > messages);
            if (service == StandardService.Discard)
                break;
            await Until.TrueAsync(() => server.BytesSent > sent || service == StandardService.Chargen);
            if (server.BytesSent > sent)
                length = await client.Output.BaseStream.ReadAsync(buffer).Within();
        }
        while (length == 0);
        string answer = Encoding.ASCII.GetString(buffer, 0, length);

        switch (service)
        {
            case StandardService.Daytime:
                Assert.Matches(Daytime(), answer);
                break;
            case StandardService.Time:
                Assert.Equal(4, length);
                break;
            case StandardService.QuoteOfTheDay:
                Assert.EndsWith(")\r\n", answer, StringComparison.Ordinal);
                break;
            case StandardService.Chargen:
                Assert.StartsWith(
                    answer[..Math.Min(48, length)],
                    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNO",
                    StringComparison.Ordinal);
                break;
            default:
                Assert.Equal((2L, 0L), (server.BytesReceived, server.BytesSent));
                break;
        }
    }

    [Fact]
    public async Task A_Python_client_of_a_slow_Chargen_reads_no_more_than_the_rate()
    {
        await using NetServer server = (await new StartTcpServerOperation().CollectAsync(new()
        {
            Service = StandardService.Chargen,
            MaxBitsPerSecond = 8_000_000,
        })).Results<NetServer>().Single();
        await using PeerProcess client = PeerProcess.Python(
            """
            import socket, sys, time
            start = time.monotonic()
            client = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
            count = 0
            while time.monotonic() - start < 0.5:
                count += len(client.recv(65536))
            # A megabyte a second, and twice a piece of 10 ms.
            print(count > 0, count <= (time.monotonic() - start) * 1e6 + 20000)
            """,
            $"{server.Port}");

        Assert.Equal("True True", await client.ReadLineAsync());
    }

    private static StandardUdpServer Start(StandardService service, int? rateLimit = null)
        => StandardUdpServer.Start(new() { Service = service, RateLimit = rateLimit });

    private static async Task<string> PythonAsync(NetServer server, string code)
    {
        await using PeerProcess client = PeerProcess.Python(Ask + code, $"{server.Port}");
        (int exitCode, string output) = await client.WaitAsync();
        Assert.True(exitCode == 0, output);
        return output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^\w+day, \w+ \d+, \d{4} \d\d:\d\d:\d\d-UTC\r\n$")]
    private static partial Regex Daytime();
}
