using System.Net;
using System.Net.Sockets;
using System.Text;
using NetCmdlets.Core.Tests.Udp;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Standard;

public sealed class StandardUdpServerTests
{
    private readonly ManualClock clock = new();

    [Theory]
    [InlineData(StandardService.Daytime, "Friday, January 2, 2026 03:04:05-UTC\r\n")]
    [InlineData(
        StandardService.QuoteOfTheDay,
        "It is easier to move a problem around than it is to solve it. (RFC 1925, truth 6)\r\n")]
    public async Task A_text_service_answers_any_datagram_with_one(StandardService service, string expected)
    {
        await using NetServer server = Start(service);
        using var client = new UdpPeer();
        foreach (byte[] anything in new byte[][] { [], [1], new byte[2000] })
            Assert.Equal(expected, Encoding.ASCII.GetString(await client.AskAsync(anything, server.LocalEndPoint)));

        Assert.Equal(0, client.Socket.Available);
        Assert.Equal((3L, 3L * expected.Length), (server.MessagesReceived, server.BytesSent));
        Assert.Equal(service.ToString(), server.Kind);
    }

    [Fact]
    public async Task Time_answers_with_the_seconds_since_1900()
    {
        await using NetServer server = Start(StandardService.Time);
        using var client = new UdpPeer();

        // RFC 868's example for 1970 and the days since.
        uint expected = 2_208_988_800 + (uint)clock.GetUtcNow().ToUnixTimeSeconds();
        byte[] answer = await client.AskAsync([], server.LocalEndPoint);
        Assert.Equal(4, answer.Length);
        Assert.Equal(expected, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(answer));
    }

    [Fact]
    public async Task Chargen_answers_with_0_to_512_characters_as_chance_has_it()
    {
        await using NetServer server = Start(StandardService.Chargen, rateLimit: 0, seed: 1);
        using var client = new UdpPeer();
        string ring = string.Concat(Enumerable.Range(32, 95).Select(code => (char)code));
        string all = string.Concat(Enumerable.Range(0, 7).Select(line =>
            string.Concat(Enumerable.Range(0, 72).Select(column => ring[(line + column) % 95])) + "\r\n"));
        var lengths = new List<int>();
        for (int i = 0; i < 3000; i++)
        {
            string answer = Encoding.ASCII.GetString(await client.AskAsync([1], server.LocalEndPoint));
            Assert.StartsWith(answer, all, StringComparison.Ordinal);
            lengths.Add(answer.Length);
        }

        Assert.Equal((0, 512), (lengths.Min(), lengths.Max()));
        Assert.InRange(lengths.Distinct().Count(), 400, 513);
        Assert.Equal(lengths.Sum(), server.BytesSent);
    }

    [Fact]
    public async Task Discard_counts_what_comes_and_answers_nothing()
    {
        await using NetServer server = Start(StandardService.Discard);
        using var client = new UdpPeer();
        foreach (int size in new[] { 0, 1, 65_507 })
            await client.SendAsync(new byte[size], server.LocalEndPoint);
        await Until.TrueAsync(() => server.MessagesReceived == 3);

        Assert.Equal((65_508L, 0L), (server.BytesReceived, server.BytesSent));
        Assert.Equal(0, client.Socket.Available);
    }

    [Theory]
    [InlineData(StandardService.Chargen, null, 50)]
    [InlineData(StandardService.Daytime, null, 50)]
    [InlineData(StandardService.Discard, null, 0)]
    [InlineData(StandardService.Chargen, 0, 0)]
    [InlineData(StandardService.Discard, 10, StandardUdpServer.DefaultRateLimit + 40)]
    public async Task What_answers_takes_so_many_a_second_of_an_address_and_tells_of_the_rest(
        StandardService service, int? rateLimit, int rejected)
    {
        await using NetServer server = Start(service, rateLimit);
        using var client = new UdpPeer();
        const int Sent = StandardUdpServer.DefaultRateLimit + 50;
        for (int i = 0; i < Sent; i++)
            await client.SendAsync([1], server.LocalEndPoint);
        await Until.TrueAsync(() => server.MessagesReceived + server.RejectedConnections == Sent);

        Assert.Equal(rejected, server.RejectedConnections);
        if (rejected == 0)
        {
            Assert.Empty(server.AllOf(NetServerEventKind.Rejected));
            return;
        }

        // One event a second and sender, whatever the flood.
        NetServerEvent told = await server.WaitForAsync(NetServerEventKind.Rejected);
        Assert.Single(server.AllOf(NetServerEventKind.Rejected));
        Assert.Equal(client.EndPoint, told.RemoteEndPoint);
        int limit = rateLimit ?? StandardUdpServer.DefaultRateLimit;
        Assert.Equal($"The address is over its rate limit of {limit} datagrams a second.", told.Reason);
    }

    [Fact]
    public async Task Two_servers_that_answer_anything_end_at_the_limit_and_not_never()
    {
        await using NetServer daytime = Start(StandardService.Daytime);
        await using NetServer quotes = Start(StandardService.QuoteOfTheDay);
        // What an attacker does with a forged address: the answer of one server is the question to the other.
        using var between = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        between.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        byte[] buffer = new byte[1000];
        NetServer asked = daytime;
        await between.SendToAsync(new byte[1], SocketFlags.None, daytime.LocalEndPoint).Within();
        while (daytime.RejectedConnections + quotes.RejectedConnections == 0)
        {
            if (between.Available == 0)
            {
                await Task.Yield();
                continue;
            }

            SocketReceiveFromResult answer = await between
                .ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0)).Within();
            asked = asked == daytime ? quotes : daytime;
            await between.SendToAsync(buffer.AsMemory(0, answer.ReceivedBytes), SocketFlags.None, asked.LocalEndPoint)
                .Within();
        }

        Assert.Equal(2 * StandardUdpServer.DefaultRateLimit, daytime.MessagesReceived + quotes.MessagesReceived);
    }

    [Fact]
    public async Task A_service_beside_another_answer_is_refused()
    {
        StartUdpServerRequest request = new() { Service = StandardService.Daytime, Response = ["a=b"] };
        var error = await Assert.ThrowsAsync<NetException>(() => new StartUdpServerOperation().CollectAsync(request));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
    }

    private StandardUdpServer Start(StandardService service, int? rateLimit = null, int? seed = null)
        => StandardUdpServer.Start(
            new StartUdpServerRequest { Service = service, RateLimit = rateLimit },
            seed is int value ? new Random(value) : null,
            clock);
}
