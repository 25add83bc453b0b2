using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>This module's client against other people's TLS servers.</summary>
public sealed class TlsClientPeers(TlsLab lab) : IClassFixture<TlsLab>
{
    private const string PythonServer = """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        if len(sys.argv) > 3:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(sys.argv[3])
        context.set_alpn_protocols(['echo'])
        with socket.create_server(('127.0.0.1', 0)) as listener:
            listener.settimeout(15)
            print(listener.getsockname()[1])
            plain, _ = listener.accept()
            plain.settimeout(15)
            try:
                with context.wrap_socket(plain, server_side=True) as stream:
                    data = b''
                    while part := stream.recv(65536):
                        data += part
                    name = ''.join(v for k, v in stream.getpeercert()['subject'][0]) if len(sys.argv) > 3 else '-'
                    print(len(data), stream.selected_alpn_protocol(), name)
                    stream.sendall(data)
                    stream.unwrap()
            except ssl.SSLError as error:
                print(error.reason)
        """;

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Openssls_server_answers(string version)
    {
        await using PeerProcess openssl = PeerProcess.Start(
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", lab.File("server.crt"),
            "-key", lab.File("server.key"), "-rev", "-naccept", "1", version);

        TcpReply reply = (await lab.AskAsync(await PortOfAsync(openssl, "ACCEPT"), new()
        {
            Message = "hello\n",
            Until = "\n",
        })).Results<TcpReply>().Single();

        Assert.Equal("olleh\n", reply.Text);
    }

    [Fact]
    public async Task Openssls_server_with_a_strangers_certificate_is_refused()
    {
        await lab.MakeAsync(new() { Issuer = lab.Source("root.crt"), Untrusted = true, Path = lab.File("liar") });
        await using PeerProcess openssl = PeerProcess.Start(
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", lab.File("liar.crt"),
            "-key", lab.File("liar.key"), "-rev", "-naccept", "1");

        NetFailure failure = (await lab.AskAsync(await PortOfAsync(openssl, "ACCEPT"), new() { Message = "hello\n" }))
            .Failures().Single();

        Assert.Equal(FailureKind.CertificateNotTrusted, failure.Kind);
        Assert.Contains("the issuer 'CN=NetCmdlets lab CA' is not known", failure.Message);
    }

    [Fact]
    public async Task Pythons_server_reads_to_the_announced_end_and_its_answer_is_whole()
    {
        await using PeerProcess python = PeerProcess.Python(
            PythonServer, lab.File("server.crt"), lab.File("server.key"), lab.Root);
        int port = int.Parse(await python.ReadLineAsync(), CultureInfo.InvariantCulture);
        var data = new byte[300_000];
        new Random(3).NextBytes(data);

        TcpReply reply = (await lab.AskAsync(port, new()
        {
            Data = data,
            Shutdown = true,
            Certificate = lab.Source("alice.crt"),
            ApplicationProtocol = ["echo"],
        })).Results<TcpReply>().Single();

        Assert.Equal("300000 echo NetCmdlets lab client", await python.ReadLineAsync());
        Assert.Equal(data, reply.Data);
        Assert.Equal(CloseReason.PeerClosed, reply.CloseReason);
    }

    [Fact]
    public async Task Pythons_server_refuses_a_client_without_a_certificate_and_the_reason_is_told()
    {
        await using PeerProcess python = PeerProcess.Python(
            PythonServer, lab.File("server.crt"), lab.File("server.key"), lab.Root);
        int port = int.Parse(await python.ReadLineAsync(), CultureInfo.InvariantCulture);

        NetFailure failure = (await lab.AskAsync(port, new() { Message = "hello", ReplyBytes = 5 }))
            .Failures().Single();

        Assert.Equal("PEER_DID_NOT_RETURN_A_CERTIFICATE", await python.ReadLineAsync());
        Assert.Equal(FailureKind.TlsFailed, failure.Kind);
        Assert.Contains("the alert 'certificate required'", failure.Message);
    }

    [Fact]
    public async Task Socats_server_answers_what_came_before_the_half_close()
    {
        await using PeerProcess socat = PeerProcess.Start(
            "socat", "-d", "-d",
            $"OPENSSL-LISTEN:0,bind=127.0.0.1,cert={lab.File("server.crt")},key={lab.File("server.key")},verify=0",
            "EXEC:cat");

        TcpReply reply = (await lab.AskAsync(await PortOfAsync(socat, "listening on"), new()
        {
            Message = "hello",
            Shutdown = true,
        })).Results<TcpReply>().Single();

        Assert.Equal("hello", reply.Text);
    }

    /// <summary>The port at the end of the line with a word, on either of the peer's outputs.</summary>
    private static async Task<int> PortOfAsync(PeerProcess peer, string word)
    {
        StreamReader said = word == "ACCEPT" ? peer.Output : peer.Errors;
        while (await said.ReadLineAsync().WaitAsync(Bounded.Limit) is { } line)
        {
            if (line.Contains(word, StringComparison.Ordinal))
                return int.Parse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"The peer ended before it said '{word}'.");
    }
}
