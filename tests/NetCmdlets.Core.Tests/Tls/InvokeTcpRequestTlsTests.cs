using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

public sealed class InvokeTcpRequestTlsTests
{
    private static readonly InvokeTcpRequestRequest Ask = new()
    {
        ComputerName = ["127.0.0.1"],
        Message = "hello",
        ReplyBytes = 5,
        TrustedCertificate = [new(Lab.Root)],
    };

    [Fact]
    public async Task A_request_travels_in_tls_with_certificate_and_token()
    {
        await using NetServer server = Lab.Start(Lab.MutualTls with { Token = AccessToken.FromText("sesame") });

        TcpReply reply = (await AskAsync(server, Ask with
        {
            Certificate = new(Lab.Alice),
            Token = AccessToken.FromText("sesame"),
        })).Results<TcpReply>().Single();

        Assert.Equal("hello", reply.Text);
        Assert.Equal(5, server.BytesReceived);
    }

    [Fact]
    public async Task A_bracketed_address_is_compared_without_its_brackets()
    {
        await using NetServer server = Lab.Start(Lab.Tls with { Address = "IPv6Loopback" });

        TcpReply reply = (await AskAsync(server, Ask with { ComputerName = ["[::1]"] })).Results<TcpReply>().Single();

        Assert.Equal("hello", reply.Text);
    }

    [Fact]
    public async Task A_socket_path_speaks_tls_as_localhost()
    {
        using var folder = new TemporaryFolder();
        await using NetServer server = Lab.Start(Lab.Tls with { SocketPath = folder.File("tls.sock") });

        List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(
            Ask with { ComputerName = [], SocketPath = server.SocketPath });

        Assert.Equal("hello", items.Results<TcpReply>().Single().Text);
    }

    public static TheoryData<string, FailureKind, string> Failing => new()
    {
        { "no trust", FailureKind.CertificateNotTrusted, "the issuer 'CN=NetCmdlets lab CA' is not known" },
        { "other name", FailureKind.CertificateNotTrusted, "not for 'www.example.org'" },
        { "no certificate", FailureKind.TlsFailed, "It may want another client certificate" },
        { "wrong token", FailureKind.Unauthorized, "the token is wrong" },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_refusal_is_told_with_its_kind(string what, FailureKind kind, string message)
    {
        await using NetServer server = Lab.Start(Lab.MutualTls with { Token = AccessToken.FromText("sesame") });
        InvokeTcpRequestRequest right = Ask with
        {
            Certificate = new(Lab.Alice),
            Token = AccessToken.FromText("sesame"),
        };

        NetFailure failure = (await AskAsync(server, what switch
        {
            "no trust" => right with { TrustedCertificate = [], Tls = true },
            "other name" => right with { TlsHost = "www.example.org" },
            "no certificate" => right with { Certificate = null, Token = null },
            _ => right with { Token = AccessToken.FromText("sesam"), ReplyBytes = 0 },
        })).Failures().Single();

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.BytesReceived);
    }

    [Fact]
    public async Task A_certificate_file_that_is_not_there_ends_the_use()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => new InvokeTcpRequestOperation().CollectAsync(
            Ask with { Port = 9, TrustedCertificate = [new("/no-such-folder/ca.crt")] }));

        Assert.Equal(FailureKind.FileFailed, error.Kind);
    }

    [Fact]
    public async Task A_wrong_certificate_is_not_tried_again()
    {
        await using NetServer server = Lab.Start(Lab.Tls);

        await AskAsync(server, Ask with { TlsHost = "www.example.org", RetryCount = 3 });

        Assert.Equal(1, server.TotalConnections);
    }

    private static Task<List<PipelineItem>> AskAsync(NetServer server, InvokeTcpRequestRequest request)
        => new InvokeTcpRequestOperation().CollectAsync(request with { Port = server.Port!.Value });
}
