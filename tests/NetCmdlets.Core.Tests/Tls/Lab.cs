using System.Net;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;

using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

/// <summary>An authority with a server and two clients, made once for all TLS tests.</summary>
internal static class Lab
{
    public static readonly X509Certificate2 Root = Make(new() { Kind = LabCertificateKind.Authority });

    public static readonly X509Certificate2 Server = Make(new() { Issuer = new(Root) });

    public static readonly X509Certificate2 Alice = Make(new()
    {
        Kind = LabCertificateKind.Client,
        Subject = "alice",
        Issuer = new(Root),
    });

    public static X509Certificate2 Make(NewLabCertificateRequest request)
        => new NewLabCertificateOperation().Create(request);

    public static StartTcpEchoServerRequest Tls { get; } = new() { Certificate = new(Server) };

    public static StartTcpEchoServerRequest MutualTls { get; } = Tls with
    {
        RequireClientCertificate = true,
        TrustedCertificate = [new(Root)],
    };

    public static TlsClientOptions Client { get; } = new() { TargetHost = "localhost", TrustedCertificates = [Root] };

    public static NetServer Start(
        StartTcpEchoServerRequest request, TimeProvider? time = null, IListenerFactory? transport = null)
        => TcpServer.Start("TcpEcho", request, new TcpEchoService(), factory: transport, time: time);

    /// <summary>Writes a server's certificate, its key and its chain to files, in the place of older ones.</summary>
    public static async Task WriteAsync(TemporaryFolder folder, string stem, CertificateSource? issuer = null)
        => await new NewLabCertificateOperation().CollectAsync(new()
        {
            Issuer = issuer ?? new(Root),
            Path = folder.File(stem),
            Force = true,
        });

    /// <summary>A plain connection as a transport.</summary>
    public static async Task<IByteTransport> ConnectAsync(EndPoint server)
    {
        TcpConnectResult result = await TcpConnector
            .ConnectAsync(server, TcpConnectOptions.Default, CancellationToken.None).Within();
        return new SocketTransport(result.Socket!);
    }

    public static async Task<TlsClientResult> HandshakeAsync(NetServer server, TlsClientOptions? options = null)
        => await TlsClient.ConnectAsync(
            await ConnectAsync(server.LocalEndPoint), options ?? Client, Bounded.Limit, CancellationToken.None)
            .Within();

    /// <summary>Receives so many bytes; fewer where the end comes first.</summary>
    public static async Task<byte[]> ReceiveAsync(this IByteTransport transport, int count)
    {
        var data = new byte[count];
        int received = 0;
        while (received < count)
        {
            TransferResult result = await transport.ReceiveAsync(data.AsMemory(received)).Within();
            if (!result.Succeeded)
                Assert.Fail($"After {received} of {count} bytes: {result.Error}. {transport.Failure}");
            if (result.Bytes == 0)
                break;
            received += result.Bytes;
        }

        return data[..received];
    }
}
