using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Guess;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class GuessServerTests
{
    [Fact]
    public async Task A_client_is_told_low_high_and_that_it_won()
    {
        await using NetServer server = await StartAsync(new() { Minimum = 10, Maximum = 20, Seed = 3 });
        int number = new GuessHandler(10, 20, 0, 3).NumberOf(1);
        Assert.InRange(number, 10, 20);
        Assert.Equal(
            "Welcome! Guess a number from 10 to 20.\nToo low.\nToo high.\nThat is not a number.\n"
            + "Winner! It took 3 attempts.\n",
            await PlayAsync(server, $"9\n21\nmany\n{number}\n"));
    }

    [Fact]
    public async Task Attempts_run_out()
    {
        await using NetServer server = await StartAsync(new() { Maximum = 5, Seed = 1, MaxAttempts = 2 });
        int number = new GuessHandler(1, 5, 2, 1).NumberOf(1);
        Assert.EndsWith(
            $"Too low.\nNo attempts left. The number was {number}.\n",
            await PlayAsync(server, "0\n-1\n1\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_cover_the_range_and_repeat_with_the_seed()
    {
        var game = new GuessHandler(int.MinValue, int.MaxValue, 0, 5);
        Assert.Equal(game.NumberOf(7), new GuessHandler(int.MinValue, int.MaxValue, 0, 5).NumberOf(7));
        var small = new GuessHandler(1, 3, 0, 5);
        Assert.Equal([1, 2, 3], Enumerable.Range(1, 200).Select(id => small.NumberOf(id)).Distinct().Order());
    }

    [Fact]
    public async Task A_range_that_is_none_is_refused()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => StartAsync(new() { Minimum = 2, Maximum = 1 }));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
    }

    private static async Task<NetServer> StartAsync(StartGuessServerRequest request)
        => (await new StartGuessServerOperation().CollectAsync(request)).Results<NetServer>().Single();

    private static async Task<string> PlayAsync(NetServer server, string lines)
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(lines);
        return Encoding.UTF8.GetString(await client.ReceiveToEndAsync());
    }
}
