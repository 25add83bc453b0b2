using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Benchmarks.Soak;

/// <summary>One server of this process, and a client that uses it once: connects, is answered, leaves.</summary>
internal sealed class SoakTarget : IAsyncDisposable
{
    private const string Token = "open sesame";

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
            case "message":
                var request = new StartTcpServerRequest { Response = ["*=fine"], Framing = FramingKind.Line };
                NetServer table = TcpServer.Start("Tcp", request, new TcpMessageService(request));
                return new(table, kind, "lines answered by a table", null, null);
            default:
                throw new UsageException($"'{kind}' is no kind of server.");
        }
    }

    /// <summary>Connects, has one message answered, and leaves: mostly with FIN, at times with RST.</summary>
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
            byte[] message = "hello, soak\n"u8.ToArray();
            await stream.WriteAsync(message);
            byte[] answer = new byte[kind == "message" ? "fine\n".Length : message.Length];
            await stream.ReadExactlyAsync(answer);
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

    private static TcpServer Echo(StartTcpEchoServerRequest request)
        => TcpServer.Start("TcpEcho", request, new TcpEchoService());

    private static X509Certificate2 Made(NewLabCertificateRequest request)
        => new NewLabCertificateOperation().Create(request);
}
