using System.Diagnostics;
using NetCmdlets.Operations.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>What was served before is looked at anew: each answer is of what is there now.</summary>
public sealed class HttpFreshFileTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private NetServer server = null!;

    private string Site => folder.File("site");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Site, "sub"));
        File.WriteAllText(At("a.txt"), "first");
        File.WriteAllText(At("sub/index.html"), "index");
        File.WriteAllText(folder.File("outside.txt"), "outside");
        server = HttpServers.Start(new StartHttpServerRequest { Path = Site });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_that_is_written_again_is_served_as_it_is_now()
    {
        string? before = (await AskTwiceAsync("/a.txt", "first"))["ETag"];
        // Of the same length, and within the clock's tick perhaps.
        for (int round = 0; round < 50; round++)
        {
            File.WriteAllText(At("a.txt"), $"now{round:00}");
            HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /a.txt");
            Assert.Equal($"now{round:00}", answer.Text);
        }

        File.WriteAllText(At("a.txt"), "longer than before");
        HttpAnswer last = await HttpAnswer.OfAsync(server, "GET /a.txt");
        Assert.Equal(("longer than before", "18"), (last.Text, last["Content-Length"]));
        Assert.NotEqual(before, last["ETag"]);
        Assert.Equal(200, (await HttpAnswer.OfAsync(server, "GET /a.txt", $"If-None-Match: {before}")).Status);
    }

    [Fact]
    public async Task A_file_that_another_was_moved_over_is_the_other()
    {
        await AskTwiceAsync("/a.txt", "first");
        File.WriteAllText(folder.File("new"), "other");
        File.SetLastWriteTimeUtc(folder.File("new"), File.GetLastWriteTimeUtc(At("a.txt")));
        File.Move(folder.File("new"), At("a.txt"), overwrite: true);
        Assert.Equal("other", (await HttpAnswer.OfAsync(server, "GET /a.txt")).Text);
    }

    [Fact]
    public async Task A_file_that_has_gone_is_404_and_one_that_comes_back_is_served()
    {
        await AskTwiceAsync("/a.txt", "first");
        File.Delete(At("a.txt"));
        Assert.Equal(404, (await HttpAnswer.OfAsync(server, "GET /a.txt")).Status);
        Directory.CreateDirectory(At("a.txt"));
        Assert.Equal(301, (await HttpAnswer.OfAsync(server, "GET /a.txt")).Status);
        Directory.Delete(At("a.txt"));
        File.WriteAllText(At("a.txt"), "back");
        Assert.Equal("back", (await HttpAnswer.OfAsync(server, "GET /a.txt")).Text);
    }

    [Fact]
    public async Task A_folder_that_was_exchanged_for_another_is_the_other()
    {
        await AskTwiceAsync("/a.txt", "first");
        Directory.Move(Site, folder.File("old"));
        Directory.CreateDirectory(Site);
        File.WriteAllText(At("a.txt"), "deployed");
        Assert.Equal("deployed", (await HttpAnswer.OfAsync(server, "GET /a.txt")).Text);
    }

    [Theory]
    [InlineData("a.txt", "/a.txt", "first", "outside.txt")]
    [InlineData("sub", "/sub/", "index", "elsewhere")]
    public async Task What_was_exchanged_for_a_link_that_leads_out_is_not_served(
        string name, string target, string before, string outside)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        Directory.CreateDirectory(folder.File("elsewhere"));
        File.WriteAllText(folder.File("elsewhere/index.html"), "outside");
        await AskTwiceAsync(target, before);
        Directory.Move(At(name), folder.File("moved"));
        File.CreateSymbolicLink(At(name), folder.File(outside));
        Assert.Equal(404, (await HttpAnswer.OfAsync(server, $"GET {target}")).Status);
    }

    [Fact]
    public async Task A_link_that_is_set_to_another_file_leads_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        Directory.CreateDirectory(At("two"));
        File.WriteAllText(At("two/index.html"), "two");
        File.CreateSymbolicLink(At("current"), "sub");
        await AskTwiceAsync("/current/", "index");
        File.Delete(At("current"));
        File.CreateSymbolicLink(At("current"), "two");
        Assert.Equal("two", (await HttpAnswer.OfAsync(server, "GET /current/")).Text);
    }

    [Fact]
    public async Task A_fifo_in_the_place_of_a_file_is_not_served_and_keeps_nobody_waiting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made by Linux's mkfifo.");
        await AskTwiceAsync("/a.txt", "first");
        File.Delete(At("a.txt"));
        using (Process made = Process.Start("mkfifo", [At("a.txt")]))
            await made.WaitForExitAsync().Within();
        Assert.Equal(404, (await HttpAnswer.OfAsync(server, "GET /a.txt")).Status);
    }

    [Fact]
    public async Task More_targets_than_are_remembered_are_served_all_the_same()
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int batch = 0; batch < 50; batch++)
        {
            // The same file by paths that differ.
            await client.SendAsync(string.Concat(Enumerable.Range(1, 100).Select(slashes =>
                $"HEAD {new string('/', slashes)}sub{new string('/', batch + 1)}index.html HTTP/1.1\r\nHost: a\r\n\r\n")));
            for (int i = 0; i < 100; i++)
                Assert.Equal(200, (await HttpAnswer.ReadAsync(client, hasBody: false)).Status);
        }
    }

    private string At(string name) => Path.Combine(Site, name);

    // The first time it is found, from the second on it is known.
    private async Task<HttpAnswer> AskTwiceAsync(string target, string expected)
    {
        Assert.Equal(expected, (await HttpAnswer.OfAsync(server, $"GET {target}")).Text);
        HttpAnswer again = await HttpAnswer.OfAsync(server, $"GET {target}");
        Assert.Equal(expected, again.Text);
        return again;
    }
}
