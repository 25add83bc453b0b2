using System.Net;
using System.Text;
using System.Text.Json;
using NetCmdlets.Operations.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>The files of a folder over a real connection.</summary>
public sealed class HttpFileServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly byte[] data = new byte[300_000];
    private NetServer server = null!;

    public ValueTask InitializeAsync()
    {
        new Random(3).NextBytes(data);
        File.WriteAllText(folder.File("hello.txt"), "hello, wörld");
        File.WriteAllBytes(folder.File("data.bin"), data);
        File.WriteAllText(folder.File("empty"), "");
        Directory.CreateDirectory(folder.File("with index"));
        File.WriteAllText(folder.File("with index/index.html"), "<p>index</p>");
        Directory.CreateDirectory(folder.File("list"));
        File.WriteAllText(folder.File("list/<b>&\"'.txt"), "12345");
        File.WriteAllText(folder.File("list/Zoo.txt"), "");
        File.WriteAllText(folder.File("list/ant 100%.txt"), "");
        File.WriteAllText(folder.File("list/.hidden"), "");
        if (!OperatingSystem.IsWindows())
            File.WriteAllText(folder.File("list/of two\nlines"), "");
        Directory.CreateDirectory(folder.File("list/sub"));
        server = Start(new() { Path = folder.Path });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_comes_with_its_type_length_and_validators()
    {
        File.SetLastWriteTimeUtc(folder.File("hello.txt"), new DateTime(2020, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc));
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /hello.txt?any=query");
        Assert.Equal(200, answer.Status);
        Assert.Equal("hello, wörld", answer.Text);
        Assert.Equal("text/plain; charset=utf-8", answer["Content-Type"]);
        Assert.Equal("13", answer["Content-Length"]);
        Assert.Equal("Mon, 03 Feb 2020 04:05:06 GMT", answer["Last-Modified"]);
        Assert.Equal("bytes", answer["Accept-Ranges"]);
        Assert.Equal("close", answer["Connection"]);
        Assert.Matches("^\"[0-9a-f]+-d\"$", answer["ETag"]);
        Assert.Matches("^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$", answer["Date"]);
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would_and_sends_no_body()
    {
        HttpAnswer head = await HttpAnswer.OfAsync(server, "HEAD /data.bin", "Range: bytes=0-9");
        Assert.Equal(200, head.Status);
        Assert.Equal("300000", head["Content-Length"]);
        Assert.Empty(head.Body);
        HttpAnswer missing = await HttpAnswer.OfAsync(server, "HEAD /missing");
        Assert.Equal(404, missing.Status);
        Assert.Empty(missing.Body);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100000-199999", 100_000, 100_000)]
    [InlineData("bytes=299999-", 299_999, 1)]
    [InlineData("bytes=-70000", 230_000, 70_000)]
    public async Task A_part_of_a_file_comes_where_asked_for(string range, int offset, int length)
    {
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /data.bin", $"Range: {range}");
        Assert.Equal(206, answer.Status);
        Assert.Equal($"bytes {offset}-{offset + length - 1}/300000", answer["Content-Range"]);
        Assert.Equal(data[offset..(offset + length)], answer.Body);
    }

    [Fact]
    public async Task Several_parts_come_as_one_message_of_parts()
    {
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /data.bin", "Range: bytes=5-9,100000-180000,-1");
        Assert.Equal(206, answer.Status);
        string boundary = answer["Content-Type"]!.Split("multipart/byteranges; boundary=")[1];
        Assert.Equal(answer.Body.Length, int.Parse(answer["Content-Length"]!, null));
        string text = Encoding.Latin1.GetString(answer.Body);
        string[] parts = text.Split($"\r\n--{boundary}");
        Assert.Equal("", parts[0]);
        Assert.Equal("--\r\n", parts[^1]);
        int[][] expected = [[5, 10], [100_000, 180_001], [299_999, 300_000]];
        Assert.Equal(expected.Select(part =>
            "\r\nContent-Type: application/octet-stream\r\n"
            + $"Content-Range: bytes {part[0]}-{part[1] - 1}/300000\r\n\r\n"
            + Encoding.Latin1.GetString(data[part[0]..part[1]])), parts[1..^1]);
    }

    [Fact]
    public async Task A_part_that_the_file_has_not_is_refused_and_nonsense_is_passed_over()
    {
        HttpAnswer past = await HttpAnswer.OfAsync(server, "GET /data.bin", "Range: bytes=300000-");
        Assert.Equal((416, "bytes */300000"), (past.Status, past["Content-Range"]));
        Assert.Equal(416, (await HttpAnswer.OfAsync(server, "GET /empty", "Range: bytes=0-")).Status);
        HttpAnswer nonsense = await HttpAnswer.OfAsync(server, "GET /data.bin", "Range: bytes=x");
        Assert.Equal((200, 300_000), (nonsense.Status, nonsense.Body.Length));
    }

    [Fact]
    public async Task What_the_client_has_already_is_not_sent_again()
    {
        HttpAnswer first = await HttpAnswer.OfAsync(server, "GET /hello.txt");
        HttpAnswer again = await HttpAnswer.OfAsync(server, "GET /hello.txt", $"If-None-Match: {first["ETag"]}");
        Assert.Equal(304, again.Status);
        Assert.Empty(again.Body);
        Assert.Null(again["Content-Length"]);
        Assert.Equal(first["ETag"], again["ETag"]);
        string since = $"If-Modified-Since: {first["Last-Modified"]}";
        Assert.Equal(304, (await HttpAnswer.OfAsync(server, "GET /hello.txt", since)).Status);

        File.WriteAllText(folder.File("hello.txt"), "changed");
        HttpAnswer changed = await HttpAnswer.OfAsync(server, "GET /hello.txt", $"If-None-Match: {first["ETag"]}");
        Assert.Equal((200, "changed"), (changed.Status, changed.Text));
        HttpAnswer resumed = await HttpAnswer.OfAsync(
            server, "GET /hello.txt", "Range: bytes=3-", $"If-Range: {first["ETag"]}");
        Assert.Equal((200, "changed"), (resumed.Status, resumed.Text));
        HttpAnswer part = await HttpAnswer.OfAsync(
            server, "GET /hello.txt", "Range: bytes=3-", $"If-Range: {changed["ETag"]}");
        Assert.Equal((206, "nged"), (part.Status, part.Text));
        Assert.Equal(
            412, (await HttpAnswer.OfAsync(server, "GET /hello.txt", $"If-Match: {first["ETag"]}")).Status);
    }

    [Theory]
    [InlineData("GET /with%20index", 301)]
    [InlineData("GET /with%20index/", 200)]
    [InlineData("GET /hello.txt/", 404)]
    [InlineData("GET /missing", 404)]
    [InlineData("GET /list/.hidden", 404)]
    [InlineData("GET /../hello.txt", 400)]
    [InlineData("GET /%2e%2e/hello.txt", 400)]
    [InlineData("GET /a%2f..%2fhello.txt", 400)]
    [InlineData("GET /list%2fZoo.txt", 404)]
    [InlineData("OPTIONS /hello.txt", 204)]
    [InlineData("OPTIONS *", 204)]
    [InlineData("PUT /hello.txt", 405)]
    [InlineData("DELETE /hello.txt", 405)]
    [InlineData("TRACE /", 405)]
    [InlineData("BREW /", 405)]
    public async Task A_request_gets_its_status(string requestLine, int status)
    {
        HttpAnswer answer = await HttpAnswer.OfAsync(server, requestLine);
        Assert.Equal(status, answer.Status);
        if (status is 405 || requestLine.StartsWith("OPTIONS", StringComparison.Ordinal))
            Assert.Equal("GET, HEAD, OPTIONS", answer["Allow"]);
    }

    [Fact]
    public async Task A_folder_without_its_slash_is_elsewhere_but_always_on_this_server()
    {
        Assert.Equal("/with%20index/", (await HttpAnswer.OfAsync(server, "GET /with%20index"))["Location"]);
        Assert.Equal("/list/?a=b", (await HttpAnswer.OfAsync(server, "GET //list?a=b"))["Location"]);
        Assert.Equal("/list/", (await HttpAnswer.OfAsync(server, "GET http://elsewhere.example//list"))["Location"]);
    }

    [Fact]
    public async Task A_folder_is_listed_by_name_and_every_name_is_escaped()
    {
        HttpAnswer page = await HttpAnswer.OfAsync(server, "GET /list/");
        Assert.Equal("text/html; charset=utf-8", page["Content-Type"]);
        Assert.DoesNotContain("<b>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".hidden", page.Text, StringComparison.Ordinal);
        string[] links = [.. page.Text.Split("href=\"")[1..].Select(part => part.Split('"')[0])];
        Assert.Equal(["../", "sub/", "%3Cb%3E%26%22%27.txt", "ant%20100%25.txt", "Zoo.txt"], links);
        Assert.Contains("&lt;b&gt;&amp;&quot;&#39;.txt</a></td><td>5</td>", page.Text, StringComparison.Ordinal);
        foreach (string link in links[1..])
            Assert.Equal(200, (await HttpAnswer.OfAsync(server, $"GET /list/{link}")).Status);
        Assert.DoesNotContain("../", (await HttpAnswer.OfAsync(server, "GET /")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_comes_as_json_where_asked_for()
    {
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /list/", "Accept: application/json");
        Assert.Equal("application/json", answer["Content-Type"]);
        using JsonDocument json = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            ["sub folder ", "<b>&\"'.txt file 5", "ant 100%.txt file 0", "Zoo.txt file 0"],
            json.RootElement.EnumerateArray().Select(entry =>
                $"{entry.GetProperty("name")} {entry.GetProperty("type")} {entry.GetProperty("size")}"));
    }

    [Fact]
    public async Task No_list_where_it_is_not_wanted()
    {
        await using NetServer strict = Start(new() { Path = folder.Path, NoListing = true });
        Assert.Equal(403, (await HttpAnswer.OfAsync(strict, "GET /list/")).Status);
        Assert.Equal(200, (await HttpAnswer.OfAsync(strict, "GET /with%20index/")).Status);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_sent_ends_the_connection_with_a_reset()
    {
        string path = folder.File("big");
        using (FileStream big = File.Create(path))
            big.SetLength(64 * 1024 * 1024);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint, 4096);
        await client.SendAsync("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReceiveAsync(1000);
        using (var big = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            big.SetLength(1000);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(client.ReceiveToEndAsync);
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("Error: The file became shorter while it was sent.", closed.Reason);
        Assert.InRange(server.BytesSent, 1000, 63 * 1024 * 1024);
    }

    [Fact]
    public async Task A_file_larger_than_memory_is_sent_piece_by_piece()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A file of 4 GiB without its bytes is made otherwise there.");
        const long Length = (4L * 1024 * 1024 * 1024) + 5;
        using (FileStream sparse = File.Create(folder.File("sparse")))
        {
            sparse.SetLength(Length);
            sparse.Position = Length - 3;
            sparse.Write("end"u8);
        }

        HttpAnswer head = await HttpAnswer.OfAsync(server, "HEAD /sparse");
        Assert.Equal($"{Length}", head["Content-Length"]);
        HttpAnswer tail = await HttpAnswer.OfAsync(server, "GET /sparse", $"Range: bytes={Length - 5}-");
        Assert.Equal("\0\0end", tail.Text);
        long sentBefore = server.BytesSent;
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("GET /sparse HTTP/1.1\r\nHost: a\r\n\r\n");
        byte[] buffer = new byte[1024 * 1024];
        long received = 0;
        while (received < 64L * 1024 * 1024)
            received += await client.Socket.ReceiveAsync(buffer, System.Net.Sockets.SocketFlags.None).Within();
        // What the client has not read waits in the system's buffers, not in the server. A piece is counted once the
        // system has taken all of it, so the client may have it before it is counted.
        Assert.InRange(server.BytesSent - sentBefore - received, -512L * 1024, 32L * 1024 * 1024);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_is_passed_over_and_the_next_request_answered()
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 31\r\n\r\n"
            + "GET /missing HTTP/1.1\r\n\r\n123456"
            + "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(405, (await HttpAnswer.ReadAsync(client)).Status);
        Assert.Equal("hello, wörld", (await HttpAnswer.ReadAsync(client)).Text);
    }

    [Fact]
    public async Task A_client_that_waits_to_send_what_nobody_reads_is_answered_at_once_and_closed()
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        HttpAnswer answer = await HttpAnswer.ReadAsync(client);
        Assert.Equal((405, "close"), (answer.Status, answer["Connection"]));
        Assert.Empty(await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task HttpClient_gets_files_over_one_connection()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        Assert.Equal("hello, wörld", await client.GetStringAsync("/hello.txt").Within());
        Assert.Equal(data, await client.GetByteArrayAsync("/data.bin").Within());
        Assert.Equal("<p>index</p>", await client.GetStringAsync("/with index").Within());
        using HttpResponseMessage missing = await client.GetAsync("/missing").Within();
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(1, server.TotalConnections);
    }

    private static NetServer Start(StartHttpServerRequest request) => HttpServers.Start(request);
}
