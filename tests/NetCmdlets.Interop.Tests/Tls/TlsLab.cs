using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>An authority, a server, a client and a stranger's client, as the files that other programs read.</summary>
public sealed class TlsLab : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Root => folder.File("root.crt");

    public async ValueTask InitializeAsync()
    {
        await MakeAsync(new() { Kind = LabCertificateKind.Authority, Path = folder.File("root") });
        await MakeAsync(new() { Issuer = new(Root), Path = folder.File("server") });
        await MakeAsync(new() { Kind = LabCertificateKind.Client, Issuer = new(Root), Path = folder.File("alice") });
        await MakeAsync(new()
        {
            Kind = LabCertificateKind.Client,
            Issuer = new(Root),
            Untrusted = true,
            Path = folder.File("mallory"),
        });
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public string File(string name) => folder.File(name);

    public CertificateSource Source(string name) => new(folder.File(name));

    public async Task MakeAsync(NewLabCertificateRequest request)
        => await new NewLabCertificateOperation().CollectAsync(request);

    /// <summary>A TLS echo server with this lab's certificate.</summary>
    public NetServer Start(StartTcpEchoServerRequest? request = null) => TcpServer.Start(
        "TcpEcho", (request ?? new()) with { Certificate = Source("server.crt") }, new TcpEchoService());

    /// <summary>One that asks for this lab's clients.</summary>
    public NetServer StartMutual() => Start(new()
    {
        RequireClientCertificate = true,
        TrustedCertificate = [Source("root.crt")],
    });

    /// <summary>One request of this module's client to a port.</summary>
    internal async Task<List<PipelineItem>> AskAsync(int port, InvokeTcpRequestRequest request)
        => await new InvokeTcpRequestOperation().CollectAsync(request with
        {
            ComputerName = ["localhost"],
            Family = NetCmdlets.Sockets.AddressFamilyChoice.IPv4,
            Port = port,
            TrustedCertificate = [Source("root.crt")],
        });
}
