using System.Security.Cryptography;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Operations.Http;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>Files that are longer than any buffer, which the system sends by itself where it can.</summary>
public sealed class HttpLargeFileTests : IAsyncLifetime
{
    private const string Get = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly TemporaryFolder folder = new();
    private readonly byte[] data = new byte[(24 * 1024 * 1024) + 17];
    private NetServer server = null!;

    public ValueTask InitializeAsync()
    {
        new Random(11).NextBytes(data);
        File.WriteAllBytes(folder.File("large"), data);
        File.WriteAllText(folder.File("small"), "small");
        server = HttpServers.Start(new StartHttpServerRequest { Path = folder.Path });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Several_clients_get_every_byte_also_one_that_reads_slowly()
    {
        byte[] expected = SHA256.HashData(data);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            using TestTcpClient client = await TestTcpClient.ConnectAsync(
                server.LocalEndPoint, receiveBufferBytes: number == 0 ? 16 * 1024 : 0);
            for (int round = 0; round < 2; round++)
            {
                await client.SendAsync(Get);
                Assert.Equal(expected, SHA256.HashData((await HttpAnswer.ReadAsync(client)).Body));
            }
        }));
        Assert.Equal(8, server.AllOf(NetServerEventKind.Received).Count);
        Assert.True(server.BytesSent > 8L * data.Length, $"{server.BytesSent} bytes were counted.");
    }

    [Fact]
    public async Task A_part_of_it_comes_from_the_right_place()
    {
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /large", "Range: bytes=1000001-20000000");
        Assert.Equal(206, answer.Status);
        Assert.Equal(SHA256.HashData(data.AsSpan(1_000_001, 19_000_000)), SHA256.HashData(answer.Body));
    }

    [Fact]
    public async Task Inside_TLS_it_is_the_same()
    {
        await using NetServer secure = HttpServers.Start(
            new StartHttpServerRequest { Path = folder.Path, Certificate = new(Lab.Server) });
        using TlsTransport client = (await Lab.HandshakeAsync(secure, Lab.Client)).Transport!;
        await client.SendAsync("GET /large HTTP/1.0\r\n\r\n"u8.ToArray()).Within();
        byte[] all = await client.ReceiveAsync(data.Length + 10_000);
        Assert.Equal(SHA256.HashData(data), SHA256.HashData(all.AsSpan(all.Length - data.Length)));
    }

    [Fact]
    public async Task Who_does_not_read_keeps_nobody_else_waiting_and_the_stop_neither()
    {
        var stuck = new List<TestTcpClient>();
        try
        {
            for (int i = 0; i < 8; i++)
            {
                stuck.Add(await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096));
                await stuck[i].SendAsync(Get);
                await stuck[i].ReceiveAsync(100);
            }

            Assert.Equal("small", (await HttpAnswer.OfAsync(server, "GET /small")).Text);
            await server.StopAsync(TimeSpan.Zero).Within();
            Assert.Equal(0, server.ActiveConnections);
            await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(stuck[0].ReceiveToEndAsync);
        }
        finally
        {
            stuck.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Clients_that_leave_in_the_middle_leave_nothing_behind()
    {
        for (int i = 0; i < 40; i++)
        {
            using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
            await client.SendAsync(Get);
            await client.ReceiveAsync(200_000 * (i % 5));
            if (i % 2 == 0)
                client.Reset();
        }

        await Until.TrueAsync(() => server.ActiveConnections == 0);
        Assert.Equal(40, server.AllOf(NetServerEventKind.Closed).Count);
        Assert.Equal("small", (await HttpAnswer.OfAsync(server, "GET /small")).Text);
        await server.StopAsync(TimeSpan.Zero).Within();
        if (OperatingSystem.IsLinux())
            Assert.Empty(OpenFiles());
    }

    [Fact]
    public async Task Thousands_of_short_connections_leave_no_file_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are read from /proc: Linux only.");
        string[] requests =
        [
            "GET /small HTTP/1.0\r\n\r\n",
            "HEAD /large HTTP/1.0\r\n\r\n",
            "GET /small HTTP/1.0\r\nIf-None-Match: *\r\n\r\n",
            "GET /large HTTP/1.0\r\nRange: bytes=99999999-\r\n\r\n",
            "GET /large HTTP/1.0\r\nRange: bytes=0-9,100-200000\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET /missing HTTP/1.0\r\n\r\n",
        ];
        for (int i = 0; i < 2000; i++)
        {
            using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
            await client.SendAsync(requests[i % requests.Length]);
            Assert.NotEmpty(await client.ReceiveToEndAsync());
        }

        await Until.TrueAsync(() => server.ActiveConnections == 0);
        Assert.Empty(OpenFiles());
    }

    private List<string> OpenFiles() => [.. Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
        .Where(target => target.StartsWith(folder.Path, StringComparison.Ordinal))];
}
