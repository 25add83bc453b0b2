using System.Security.Cryptography;
using NetCmdlets.Interop.Tests.Tls;
using NetCmdlets.Operations.Http;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Http;

/// <summary>Other people's HTTP clients at our server.</summary>
public sealed class HttpClientPeers(TlsLab tls) : IClassFixture<TlsLab>, IDisposable
{
    private readonly HttpLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public async Task Curl_gets_a_file_whole_in_parts_and_from_where_it_stopped()
    {
        await using NetServer server = await lab.StartAsync();
        string url = $"http://127.0.0.1:{server.Port}/data.bin";
        string target = lab.Output("got");
        Assert.Equal("200 1000000", await CurlAsync("-o", target, "-w", "%{http_code} %{size_download}", url));
        Assert.Equal(lab.Data, File.ReadAllBytes(target));

        Assert.Equal("206", await CurlAsync("-o", target, "-w", "%{http_code}", "-r", "1000-1999", url));
        Assert.Equal(lab.Data[1000..2000], File.ReadAllBytes(target));

        File.WriteAllBytes(target, lab.Data[..400_000]);
        Assert.Equal(
            "206 600000", await CurlAsync("-C", "-", "-o", target, "-w", "%{http_code} %{size_download}", url));
        Assert.Equal(lab.Data, File.ReadAllBytes(target));

        // It reads the parts itself and does not take them apart.
        await CurlAsync("-o", target, "-r", "0-9,500000-500009", url);
        byte[] parts = File.ReadAllBytes(target);
        int first = parts.AsSpan().IndexOf(lab.Data.AsSpan(0, 10));
        Assert.True(first > 0);
        Assert.True(parts.AsSpan().IndexOf(lab.Data.AsSpan(500_000, 10)) > first);
    }

    [Fact]
    public async Task Curl_asks_again_only_for_what_has_changed()
    {
        await using NetServer server = await lab.StartAsync();
        string url = $"http://127.0.0.1:{server.Port}/data.bin";
        string tag = lab.Output("tag");
        Assert.Equal("200", await CurlAsync("-o", lab.Output("1"), "-w", "%{http_code}", "--etag-save", tag, url));
        Assert.Equal("304", await CurlAsync("-o", lab.Output("2"), "-w", "%{http_code}", "--etag-compare", tag, url));
        Assert.Equal("304", await CurlAsync("-o", lab.Output("2"), "-w", "%{http_code}", "-z", lab.Output("1"), url));
    }

    [Theory]
    [InlineData("", "GET /x 0 0 -\n")]
    [InlineData("-I", "")]
    [InlineData("--http1.0", "GET /x 0 0 -\n")]
    [InlineData("-X DELETE", "DELETE /x 0 0 -\n")]
    [InlineData("--data-binary @{0}", "POST /x 1000000 {1} -\n")]
    [InlineData("-X PUT --data-binary @{0} --http1.0", "PUT /x 1000000 {1} -\n")]
    [InlineData("-T {0}", "PUT /x 1000000 {1} -\n")]
    [InlineData("-T {0} -H Transfer-Encoding:chunked", "PUT /x 1000000 {1} -\n")]
    [InlineData("-T {0} -H Expect:100-continue", "PUT /x 1000000 {1} -\n")]
    [InlineData("--data-urlencode a=b+c", "POST /x 7 508 -\n")]
    public async Task Curl_sends_what_the_handler_gets(string options, string expected)
    {
        await using NetServer server = await lab.StartEchoAsync();
        string file = Path.Combine(lab.Site, "data.bin");
        string[] arguments = string.Format(null, options, file).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string answer = await CurlAsync([.. arguments, $"http://127.0.0.1:{server.Port}/x"]);
        if (options == "-I")
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        else
            Assert.Equal(string.Format(null, expected, "", lab.Data.Sum(b => (long)b)), answer);
    }

    [Fact]
    public async Task Curl_asks_for_a_name_as_it_was_typed_and_with_a_token()
    {
        await using NetServer server = await lab.StartAsync(
            new() { Path = lab.Site, Token = AccessToken.FromText("open sesame") });
        string url = $"http://127.0.0.1:{server.Port}/sub/deep/ü.txt";
        string[] status = ["-o", lab.Output("got"), "-w", "%{http_code}"];
        Assert.Equal("200", await CurlAsync([.. status, "--oauth2-bearer", "open sesame", url]));
        Assert.Equal("this is sub/deep/ü.txt", File.ReadAllText(lab.Output("got")));
        Assert.Equal("401", await CurlAsync([.. status, url]));
        Assert.Equal("401", await CurlAsync([.. status, "--oauth2-bearer", "other", url]));
    }

    [Fact]
    public async Task Curl_keeps_one_connection_for_all_its_requests()
    {
        await using NetServer server = await lab.StartAsync();
        string answers = await CurlAsync(
            "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\n",
            $"http://127.0.0.1:{server.Port}/[1-3]", "-o", "/dev/null", $"http://127.0.0.1:{server.Port}/data.bin");
        Assert.Equal("404 1\n404 0\n404 0\n200 0\n", answers);
        Assert.Equal(1, server.TotalConnections);
    }

    [Theory]
    [InlineData("/../outside.txt")]
    [InlineData("/../../../../../../etc/passwd")]
    [InlineData("/sub/../../outside.txt")]
    [InlineData("/%2e%2e/outside.txt")]
    [InlineData("/..%2foutside.txt")]
    [InlineData("/%2e%2e%2foutside.txt")]
    [InlineData("/..%5coutside.txt")]
    [InlineData("/%252e%252e/outside.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/outside.txt%00.html")]
    public async Task Curl_gets_nothing_from_outside(string path)
    {
        await using NetServer server = await lab.StartAsync();
        string answer = await CurlAsync("--path-as-is", "-w", "|%{http_code}", $"http://127.0.0.1:{server.Port}{path}");
        Assert.Matches("\\|40[04]$", answer);
        Assert.DoesNotContain("outside", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_trusts_our_TLS_and_shows_its_certificate()
    {
        await using NetServer server = await lab.StartEchoAsync(new()
        {
            Certificate = tls.Source("server.crt"),
            RequireClientCertificate = true,
            TrustedCertificate = [tls.Source("root.crt")],
        });
        string url = $"https://localhost:{server.Port}/x";
        string[] trust = ["--ipv4", "--cacert", tls.Root];
        Assert.Equal(
            "GET /x 0 0 CN=NetCmdlets lab client\n",
            await CurlAsync([.. trust, "--cert", tls.File("alice.crt"), "--key", tls.File("alice.key"), url]));
        await using PeerProcess stranger = PeerProcess.Start("curl", ["-sS", .. trust, "--max-time", "20", url]);
        Assert.NotEqual(0, (await stranger.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Curl_talks_over_a_unix_domain_socket()
    {
        string path = lab.Output("http.sock");
        await using NetServer server = await lab.StartAsync(new() { Path = lab.Site, SocketPath = path });
        Assert.Equal("this is a b.txt", await CurlAsync("--unix-socket", path, "http://localhost/a%20b.txt"));
    }

    [Fact]
    public async Task Wget_mirrors_the_tree_by_its_lists()
    {
        await using NetServer server = await lab.StartAsync();
        string target = lab.Output("mirror");
        await using PeerProcess wget = PeerProcess.Start(
            "wget", "-q", "-r", "-np", "-nH", "--restrict-file-names=unix,nocontrol", "-P", target, "-e", "robots=off",
            "--timeout=20", "--tries=1", $"http://127.0.0.1:{server.Port}/");
        (int exitCode, string output) = await wget.WaitAsync();
        Assert.True(exitCode == 0, output);
        string[] files = [.. Directory.EnumerateFiles(lab.Site, "*", SearchOption.AllDirectories)];
        Assert.Equal(6, files.Length);
        foreach (string file in files)
        {
            Assert.Equal(
                File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(target, Path.GetRelativePath(lab.Site, file))));
        }
    }

    [Fact]
    public async Task Pythons_clients_get_files_and_post_bodies_over_kept_connections()
    {
        await using NetServer files = await lab.StartAsync();
        await using NetServer echo = await lab.StartEchoAsync();
        await using PeerProcess python = PeerProcess.Python(
            """
            import hashlib, http.client, sys, urllib.request
            files, echo = sys.argv[1:3]
            connection = http.client.HTTPConnection("127.0.0.1", int(files), timeout=20)
            for path in ("/data.bin", "/missing", "/a%20b.txt"):
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
                digest = hashlib.sha256(body).hexdigest()[:8] if len(body) > 99 else ""
                print(answer.status, answer.version, len(body), digest)
            connection.request("HEAD", "/data.bin")
            answer = connection.getresponse()
            print(answer.status, answer.getheader("Content-Length"), answer.read())
            poster = http.client.HTTPConnection("127.0.0.1", int(echo), timeout=20)
            poster.request("POST", "/p", body=iter([b"abc", b"defg"]), encode_chunked=True,
                headers={"Transfer-Encoding": "chunked"})
            print(poster.getresponse().read().decode(), end="")
            poster.request("PUT", "/q", body=b"x" * 100000)
            print(poster.getresponse().read().decode(), end="")
            with urllib.request.urlopen(f"http://127.0.0.1:{files}/sub", timeout=20) as page:
                print(page.geturl().endswith("/sub/"), page.headers["Content-Type"])
            """,
            $"{files.Port}",
            $"{echo.Port}");
        string hash = Convert.ToHexString(SHA256.HashData(lab.Data))[..8].ToLowerInvariant();
        Assert.Equal(
            (0, $"200 11 1000000 {hash}\n404 11 14 \n200 11 15 \n200 1000000 b''\n"
                + "POST /p 7 700 -\nPUT /q 100000 12000000 -\nTrue text/html; charset=utf-8\n"),
            await python.WaitAsync());
        Assert.Equal(1, echo.TotalConnections);
    }

    [Fact]
    public async Task Nodes_client_gets_what_it_asks_for()
    {
        await using NetServer server = await lab.StartAsync();
        await using PeerProcess node = PeerProcess.Start(
            "node",
            "-e",
            """
            const http = require('http');
            const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
            const host = { port: process.argv[1], host: '127.0.0.1', agent };
            const get = path => new Promise(resolve => http.get({ ...host, path }, answer => {
                let bytes = 0;
                answer.on('data', piece => bytes += piece.length);
                answer.on('end', () => resolve(`${answer.statusCode} ${bytes}`));
            }));
            Promise.all([get('/data.bin'), get('/100%25.txt'), get('/no')]).then(all => {
                console.log(all.join());
                agent.destroy();
            });
            """,
            $"{server.Port}");
        Assert.Equal((0, "200 1000000,200 16,404 14\n"), await node.WaitAsync());
        Assert.Equal(1, server.TotalConnections);
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        await using PeerProcess curl = PeerProcess.Start("curl", ["-sS", "--max-time", "20", .. arguments]);
        (int exitCode, string output) = await curl.WaitAsync();
        Assert.True(exitCode == 0, $"curl ended with {exitCode}: {output}");
        return output;
    }
}
