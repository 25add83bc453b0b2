using System.Text;
using NetCmdlets.Framing;
using NetCmdlets.Interop.Tests.Tls;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>
/// ncat and socat, each as a client of our echo server and as an echo server of our client: text, bytes of every value,
/// a half-close after a long message, TLS, and a Unix domain socket.
/// </summary>
public sealed class NcatAndSocatTests(TlsLab lab) : IClassFixture<TlsLab>
{
    private static readonly string[] Kinds = ["text", "binary", "half-close", "tls", "unix"];

    /// <summary>The cells of the table with programs as clients: all.</summary>
    public static TheoryData<string, string> Clients => Cells((_, _) => true);

    /// <summary>The cells with programs as servers, but for the one that has a test of its own.</summary>
    public static TheoryData<string, string> Servers
        => Cells((program, kind) => (program, kind) != ("ncat", "half-close"));

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task It_is_echoed_as_a_client(string program, string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("echo.sock");
        await using NetServer server = TcpServer.Start("TcpEcho", Request(kind, path), new TcpEchoService());
        await using PeerProcess peer = PeerProcess.Start(program, ClientArguments(program, kind, server));
        byte[] message = MessageOf(program, kind);
        var echoed = new MemoryStream();

        if (kind == "half-close")
        {
            Task reading = peer.Output.BaseStream.CopyToAsync(echoed);
            await peer.Input.BaseStream.WriteAsync(message).Within();
            peer.Input.Close();
            await reading.Within();
        }
        else
        {
            // What is sent comes back while the peer's input stays open.
            Task writing = WriteAsync(peer, message);
            await ReadAsync(peer.Output.BaseStream, echoed, message.Length);
            await writing.Within();
            peer.Input.Close();
        }

        Assert.Equal(message, echoed.ToArray());
        Assert.Equal(0, (await peer.WaitAsync()).ExitCode);
        Assert.Equal((message.Length, message.Length), (server.BytesReceived, server.BytesSent));
    }

    // As a server ncat ends at its client's FIN, whatever it has to say; the message arrives whole, and the end is
    // told.
    [Fact]
    public async Task Ncat_as_a_server_takes_all_before_the_half_close_and_ends()
    {
        await using PeerProcess ncat = PeerProcess.Start("ncat", "-l", "127.0.0.1", "0");
        byte[] message = MessageOf("ncat", "half-close");
        var taken = new MemoryStream();
        Task reading = ncat.Output.BaseStream.CopyToAsync(taken);
        var items = await new InvokeTcpRequestOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = await ListeningPort.OfAsync(ncat),
            Data = message,
            Shutdown = true,
            Timeout = Bounded.Limit,
        });

        await reading.Within();
        Assert.Equal(message, taken.ToArray());
        TcpReply reply = items.Results<TcpReply>().Single();
        Assert.Equal((0, CloseReason.PeerClosed), (reply.Bytes, reply.CloseReason));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task It_echoes_as_a_server(string program, string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("echo.sock");
        await using PeerProcess peer = PeerProcess.Start(program, ServerArguments(program, kind, path));
        byte[] message = MessageOf(program, kind);
        InvokeTcpRequestRequest request = new() { Data = message, Timeout = Bounded.Limit };
        // FIN after the message and all of it back, or so many bytes back while both sides stay open.
        request = kind == "half-close"
            ? request with { Shutdown = true }
            : request with { ReplyBytes = message.Length };
        if (kind == "unix")
        {
            await Until.TrueAsync(() => File.Exists(path));
            // The file is there a moment before the program listens.
            request = request with { SocketPath = path, RetryCount = 100, RetryDelay = TimeSpan.FromSeconds(0.01) };
        }
        else
        {
            request = request with { ComputerName = ["127.0.0.1"], Port = await ListeningPort.OfAsync(peer) };
        }

        if (kind == "tls")
            request = request with { TrustedCertificate = [lab.Source("root.crt")], TlsHost = "localhost" };
        var items = await new InvokeTcpRequestOperation().CollectAsync(request);

        Assert.Empty(items.Failures().Select(failure => failure.Message));
        TcpReply reply = items.Results<TcpReply>().Single();
        Assert.Equal(message, reply.Data);
        Assert.Equal(kind == "half-close" ? CloseReason.PeerClosed : CloseReason.Completed, reply.CloseReason);
    }

    private static TheoryData<string, string> Cells(Func<string, string, bool> tested)
    {
        var cells = new TheoryData<string, string>();
        foreach (string program in new[] { "ncat", "socat" })
        {
            foreach (string kind in Kinds.Where(kind => tested(program, kind)))
                cells.Add(program, kind);
        }

        return cells;
    }

    // ncat waits at its socket while TLS still holds a part of a long record that it has decrypted, now and then for ever:
    // its TLS message fits one read.
    private static byte[] MessageOf(string program, string kind)
    {
        int length = (program, kind) == ("ncat", "tls") ? 4_000 : 20_000;
        if (kind == "text")
            return Encoding.UTF8.GetBytes("grüß dich\nund danke\n");
        if (kind == "half-close")
            return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"line {i} ä\n")));
        return [.. Enumerable.Range(0, length).Select(i => (byte)(i + (i / 256)))];
    }

    private static async Task WriteAsync(PeerProcess peer, byte[] message)
    {
        await peer.Input.BaseStream.WriteAsync(message);
        await peer.Input.BaseStream.FlushAsync();
    }

    private static async Task ReadAsync(Stream from, MemoryStream to, int bytes)
    {
        byte[] piece = new byte[4096];
        while (to.Length < bytes && await from.ReadAsync(piece).Within() is > 0 and int count)
            to.Write(piece, 0, count);
    }

    private static string[] ServerArguments(string program, string kind, string path, string certificate, string key)
        => (program, kind) switch
        {
            ("ncat", "unix") => ["-U", "-l", path, "--keep-open", "--exec", "/bin/cat"],
            ("ncat", "tls") =>
            [
                "-l", "127.0.0.1", "0", "--keep-open", "--exec", "/bin/cat",
                "--ssl", "--ssl-cert", certificate, "--ssl-key", key,
            ],
            ("ncat", _) => ["-l", "127.0.0.1", "0", "--keep-open", "--exec", "/bin/cat"],
            (_, "unix") => ["-t20", $"UNIX-LISTEN:{path},fork", "EXEC:cat"],
            (_, "tls") =>
            [
                "-t20", $"OPENSSL-LISTEN:0,bind=127.0.0.1,fork,cert={certificate},key={key},verify=0", "EXEC:cat",
            ],
            _ => ["-t20", "TCP-LISTEN:0,bind=127.0.0.1,fork", "EXEC:cat"],
        };

    private string[] ClientArguments(string program, string kind, NetServer server) => (program, kind) switch
    {
        ("ncat", "unix") => ["-U", server.SocketPath!],
        ("ncat", "tls") =>
        [
            "--ssl-verify", "--ssl-trustfile", lab.Root, "--ssl-servername", "localhost", "-4",
            "localhost", $"{server.Port}",
        ],
        ("ncat", _) => ["127.0.0.1", $"{server.Port}"],
        (_, "unix") => ["-t20", "-", $"UNIX-CONNECT:{server.SocketPath}"],
        (_, "tls") => ["-t20", "-", $"OPENSSL:127.0.0.1:{server.Port},cafile={lab.Root},commonname=localhost"],
        _ => ["-t20", "-", $"TCP:127.0.0.1:{server.Port}"],
    };

    private string[] ServerArguments(string program, string kind, string path)
        => ServerArguments(program, kind, path, lab.File("server.crt"), lab.File("server.key"));

    private StartTcpEchoServerRequest Request(string kind, string path) => kind switch
    {
        "tls" => new() { Certificate = lab.Source("server.crt") },
        "unix" => new() { SocketPath = path },
        _ => new(),
    };
}
