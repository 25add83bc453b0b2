using System.Net;
using System.Net.Sockets;
using System.Text;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Standard;

public sealed class StandardServiceTests
{
    [Theory]
    [InlineData("1900-01-01T00:00:00Z", "00000000")]
    // RFC 868's own examples.
    [InlineData("1970-01-01T00:00:00Z", "83AA7E80")]
    [InlineData("1980-01-01T00:00:00Z", "96792480")]
    [InlineData("2036-02-07T06:28:15Z", "FFFFFFFF")]
    [InlineData("2036-02-07T06:28:16Z", "00000000")]
    public void Time_counts_the_seconds_since_1900(string now, string expected)
        => Assert.Equal(expected, Convert.ToHexString(
            StandardAnswers.At(StandardService.Time, DateTimeOffset.Parse(now, null))));

    [Fact]
    public void Daytime_is_a_line_of_text()
        => Assert.Equal("Monday, February 22, 1982 17:37:43-UTC\r\n",
            Encoding.ASCII.GetString(StandardAnswers.At(
                StandardService.Daytime, new DateTimeOffset(1982, 2, 22, 17, 37, 43, TimeSpan.Zero))));

    [Fact]
    public void Every_quote_has_at_most_512_characters_and_another_follows_the_next_day()
    {
        string[] quotes = [.. Enumerable.Range(0, 5).Select(day => Encoding.ASCII.GetString(
            StandardAnswers.At(StandardService.QuoteOfTheDay, DateTimeOffset.UnixEpoch.AddDays(day))))];
        Assert.Equal(5, quotes.Distinct().Count());
        Assert.All(quotes, quote => Assert.InRange(quote.Length, 10, 512));
    }

    [Theory]
    [InlineData(StandardService.Daytime, 20)]
    [InlineData(StandardService.Time, 4)]
    [InlineData(StandardService.QuoteOfTheDay, 10)]
    public async Task What_answers_once_then_closes(StandardService service, int leastBytes)
    {
        await using NetServer server = await StartAsync(service);
        using TcpClient client = await ConnectAsync(server);
        using var all = new MemoryStream();
        await client.GetStream().CopyToAsync(all).Within();
        Assert.True(all.Length >= leastBytes);
        Assert.Equal(service.ToString(), server.Kind);
    }

    [Fact]
    public async Task Discard_takes_everything_and_answers_nothing()
    {
        await using NetServer server = await StartAsync(StandardService.Discard);
        using TcpClient client = await ConnectAsync(server);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(new byte[1_000_000]).Within();
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).Within());
        Assert.Equal(1_000_000, server.BytesReceived);
    }

    [Fact]
    public async Task Chargen_sends_the_rotating_lines_of_RFC_864_while_the_client_reads()
    {
        await using NetServer server = await StartAsync(StandardService.Chargen);
        using TcpClient client = await ConnectAsync(server);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        string ring = string.Concat(Enumerable.Range(32, 95).Select(code => (char)code));
        for (int line = 0; line < 300; line++)
        {
            string expected = string.Concat(Enumerable.Range(0, 72).Select(column => ring[(line + column) % 95]));
            Assert.Equal(expected, await reader.ReadLineAsync().Within());
        }
    }

    private static async Task<NetServer> StartAsync(StandardService service)
        => (await new StartTcpServerOperation().CollectAsync(new StartTcpServerRequest { Service = service }))
            .Results<NetServer>().Single();

    private static async Task<TcpClient> ConnectAsync(NetServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.LocalEndPoint).Within();
        return client;
    }
}
