using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Http;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Benchmarks.Soak;

/// <summary>One server of this process, and a client that uses it once: connects, is answered, leaves.</summary>
internal sealed class SoakTarget : IAsyncDisposable
{
    private const string Token = "open sesame";
    private const int FileBytes = 100_000;

    private readonly NetServer server;
    private readonly string kind;
    private readonly X509Certificate2? root;
    private readonly string? folder;

    private SoakTarget(NetServer server, string kind, string title, X509Certificate2? root, string? folder)
    {
        this.server = server;
        this.kind = kind;
        this.root = root;
        this.folder = folder;
        Title = title;
    }

    public string Title { get; }

    public long ActiveConnections => server.ActiveConnections;

    /// <summary>Starts the server of a kind.</summary>
    /// <exception cref="UsageException">There is no such kind.</exception>
    public static SoakTarget Start(string kind)
    {
        switch (kind)
        {
            case "tcp":
                return new(Echo(new()), kind, "echo", null, null);
            case "token":
                NetServer guarded = Echo(new() { Token = AccessToken.FromText(Token) });
                return new(guarded, kind, "echo behind a token", null, null);
            case "unix":
                string folder = Directory.CreateTempSubdirectory("netcmdlets-soak-").FullName;
                string path = Path.Combine(folder, "echo.sock");
                return new(Echo(new() { SocketPath = path }), kind, "echo over a Unix domain socket", null, folder);
            case "tls":
                X509Certificate2 root = Made(new() { Kind = LabCertificateKind.Authority });
                X509Certificate2 own = Made(new() { Issuer = new(root) });
                return new(Echo(new() { Certificate = new(own) }), kind, "echo in TLS", root, null);
            case "http":
                string site = Directory.CreateTempSubdirectory("netcmdlets-soak-").FullName;
                File.WriteAllBytes(Path.Combine(site, "file"), new byte[FileBytes]);
                return new(StartHttpServerOperation.Start(new() { Path = site }), kind, "HTTP files", null, site);
            case "message":
                var request = new StartTcpServerRequest { Response = ["*=fine"], Framing = FramingKind.Line };
                NetServer table = TcpServer.Start("Tcp", request, new TcpMessageService(request));
                return new(table, kind, "lines answered by a table", null, null);
            default:
                throw new UsageException($"'{kind}' is no kind of server.");
        }
    }

    /// <summary>
    /// Connects, has one message answered (by HTTP a list, a file, a part or nothing), and leaves: mostly with FIN, at
    /// times with RST.
    /// </summary>
    public async Task UseAsync(Random random)
    {
        EndPoint end = server.LocalEndPoint;
        using var socket = new Socket(
            end.AddressFamily, SocketType.Stream, end is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(end);
        await using var plain = new NetworkStream(socket);
        if (kind == "token")
            await plain.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Token + "\n"));
        Stream stream = plain;
        if (root is not null)
        {
            var tls = new SslStream(plain);
            stream = tls;
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { root },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            });
        }

        await using (stream)
        {
            (byte[] message, int answerBytes) = kind == "http" ? Request(random) : Message();
            await stream.WriteAsync(message);
            await stream.ReadExactlyAsync(new byte[answerBytes]);
            if (random.Next(10) == 0)
                socket.LingerState = new LingerOption(true, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (folder is not null && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private (byte[] Bytes, int AnswerBytes) Message()
    {
        byte[] message = "hello, soak\n"u8.ToArray();
        return (message, kind == "message" ? "fine\n".Length : message.Length);
    }

    // The head that comes first has more than a hundred bytes; of a file some of what follows is read, too, and the
    // rest is on its way when the client leaves.
    private static (byte[] Bytes, int AnswerBytes) Request(Random random)
    {
        string[] targets = ["/", "/file", "/file", "/missing", "/file"];
        int which = random.Next(targets.Length);
        string range = which == 2 ? "Range: bytes=1000-1999\r\n" : "";
        byte[] request = System.Text.Encoding.ASCII.GetBytes($"GET {targets[which]} HTTP/1.1\r\nHost: a\r\n{range}\r\n");
        return (request, which is 1 or 4 ? random.Next(120, FileBytes) : 120);
    }

    private static TcpServer Echo(StartTcpEchoServerRequest request)
        => TcpServer.Start("TcpEcho", request, new TcpEchoService());

    private static X509Certificate2 Made(NewLabCertificateRequest request)
        => new NewLabCertificateOperation().Create(request);
}
