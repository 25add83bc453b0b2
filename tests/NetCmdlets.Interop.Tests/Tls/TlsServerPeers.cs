using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>Other people's clients against this module's TLS echo server.</summary>
public sealed class TlsServerPeers(TlsLab lab) : IClassFixture<TlsLab>
{
    private const string PythonEcho = """
        import socket, ssl, sys
        port, root, version = int(sys.argv[1]), sys.argv[2], sys.argv[3]
        context = ssl.create_default_context(cafile=root)
        context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
        if len(sys.argv) > 4:
            context.load_cert_chain(sys.argv[4], sys.argv[5])
        data = bytes(range(256)) * 4096
        with socket.create_connection(('127.0.0.1', port), timeout=15) as plain:
            with context.wrap_socket(plain, server_hostname='localhost') as stream:
                got = b''
                for start in range(0, len(data), 65536):
                    stream.sendall(data[start:start + 65536])
                    while len(got) < start + 65536:
                        part = stream.recv(65536)
                        if not part:
                            raise SystemExit('closed early')
                        got += part
                print(stream.version(), got == data, flush=True)
                stream.unwrap()
                print('closed cleanly')
        """;

    private const string PythonRefused = """
        import socket, ssl, sys
        context = ssl.create_default_context(cafile=sys.argv[2])
        context.maximum_version = getattr(ssl.TLSVersion, sys.argv[3])
        if len(sys.argv) > 4:
            context.load_cert_chain(sys.argv[4], sys.argv[5])
        try:
            with socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=15) as plain:
                with context.wrap_socket(plain, server_hostname='localhost', suppress_ragged_eofs=False) as stream:
                    stream.sendall(b'hello')
                    print('got', stream.recv(5))
        except (ssl.SSLError, ConnectionError) as error:
            print('refused')
        """;

    [Theory]
    [InlineData("TLSv1_2", "TLSv1.2")]
    [InlineData("TLSv1_3", "TLSv1.3")]
    public async Task Python_gets_a_mebibyte_back_and_a_clean_end(string version, string agreed)
    {
        await using NetServer server = lab.Start();

        await using PeerProcess python = PeerProcess.Python(PythonEcho, $"{server.Port}", lab.Root, version);

        Assert.Equal((0, $"{agreed} True\nclosed cleanly\n"), await python.WaitAsync());
    }

    [Fact]
    public async Task Python_with_a_client_certificate_is_let_in()
    {
        await using NetServer server = lab.StartMutual();

        await using PeerProcess python = PeerProcess.Python(
            PythonEcho, $"{server.Port}", lab.Root, "TLSv1_3", lab.File("alice.crt"), lab.File("alice.key"));

        Assert.Equal((0, "TLSv1.3 True\nclosed cleanly\n"), await python.WaitAsync());
    }

    [Theory]
    [InlineData("TLSv1_2", null)]
    [InlineData("TLSv1_3", null)]
    [InlineData("TLSv1_2", "mallory")]
    [InlineData("TLSv1_3", "mallory")]
    public async Task Python_without_a_certificate_or_with_a_strangers_is_refused(string version, string? client)
    {
        await using NetServer server = lab.StartMutual();
        string[] shown = client is null ? [] : [lab.File(client + ".crt"), lab.File(client + ".key")];

        await using PeerProcess python = PeerProcess.Python(
            PythonRefused, [$"{server.Port}", lab.Root, version, .. shown]);

        Assert.Equal((0, "refused\n"), await python.WaitAsync());
        Assert.Equal(1, server.RejectedConnections);
        Assert.Equal(0, server.BytesReceived);
    }

    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task Openssl_verifies_and_gets_its_line_back(string version, string agreed)
    {
        await using NetServer server = lab.Start();
        await using PeerProcess openssl = PeerProcess.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "localhost", version,
            "-CAfile", lab.Root, "-verify_return_error", "-verify_hostname", "localhost", "-brief", "-no_ign_eof");

        await openssl.Input.WriteLineAsync("grüß dich").WaitAsync(Bounded.Limit);
        await openssl.Input.FlushAsync().WaitAsync(Bounded.Limit);
        string echoed = await openssl.ReadLineAsync();
        openssl.Input.Close();
        string errors = await openssl.Errors.ReadToEndAsync().WaitAsync(Bounded.Limit);

        Assert.Equal("grüß dich", echoed);
        Assert.Contains($"Protocol version: {agreed}", errors);
        Assert.Contains("Verification: OK", errors);
        Assert.Equal(0, (await openssl.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Openssl_with_an_old_version_is_refused()
    {
        await using NetServer server = lab.Start();

        await using PeerProcess openssl = PeerProcess.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", "-tls1_1",
            "-cipher", "DEFAULT@SECLEVEL=0", "-brief");
        openssl.Input.Close();

        Assert.Equal(1, (await openssl.WaitAsync()).ExitCode);
        Assert.Equal(1, server.RejectedConnections);
    }

    [Fact]
    public async Task Openssl_is_told_whose_certificates_are_taken()
    {
        await using NetServer server = lab.StartMutual();
        await using PeerProcess openssl = PeerProcess.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", "-CAfile", lab.Root,
            "-cert", lab.File("alice.crt"), "-key", lab.File("alice.key"), "-alpn", "x");
        openssl.Input.Close();

        (int _, string output) = await openssl.WaitAsync();

        Assert.Contains("Acceptable client certificate CA names\nCN = NetCmdlets lab CA", output);
    }

    [Fact]
    public async Task Ncat_verifies_and_gets_its_bytes_back()
    {
        await using NetServer server = lab.Start();
        await using PeerProcess ncat = PeerProcess.Start(
            "ncat", "--ssl-verify", "--ssl-trustfile", lab.Root, "--ssl-servername", "localhost",
            "localhost", $"{server.Port}", "-4");

        await ncat.Input.WriteLineAsync("hello").WaitAsync(Bounded.Limit);
        await ncat.Input.FlushAsync().WaitAsync(Bounded.Limit);

        Assert.Equal("hello", await ncat.ReadLineAsync());
    }

    [Fact]
    public async Task Socat_gets_all_back_after_its_half_close()
    {
        await using NetServer server = lab.Start();
        await using PeerProcess socat = PeerProcess.Start(
            "socat", "-t10", "STDIO", $"OPENSSL:127.0.0.1:{server.Port},cafile={lab.Root},commonname=localhost");
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number}\n"));

        Task<(int ExitCode, string Output)> ending = socat.WaitAsync();
        await socat.Input.WriteAsync(text).WaitAsync(Bounded.Limit);
        socat.Input.Close();

        Assert.Equal((0, text), await ending);
    }
}
