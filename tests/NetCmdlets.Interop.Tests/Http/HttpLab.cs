using System.Text;
using NetCmdlets.Operations.Http;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Http;
using NetCmdlets.Tests;

namespace NetCmdlets.Interop.Tests.Http;

/// <summary>A folder with files, and servers of it for other people's clients.</summary>
public sealed class HttpLab : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public HttpLab()
    {
        Site = Directory.CreateDirectory(folder.File("site")).FullName;
        Data = new byte[1_000_000];
        new Random(4).NextBytes(Data);
        File.WriteAllText(folder.File("outside.txt"), "outside");
        File.WriteAllBytes(Path.Combine(Site, "data.bin"), Data);
        foreach (string path in (string[])["index-not.html", "a b.txt", "sub/c&d.txt", "sub/deep/ü.txt", "100%.txt"])
        {
            string file = Path.Combine(Site, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"this is {path}");
        }
    }

    public string Site { get; }

    public byte[] Data { get; }

    /// <summary>A path beside the site, for what clients write.</summary>
    public string Output(string name) => folder.File(name);

    internal async Task<NetServer> StartAsync(StartHttpServerRequest? request = null)
        => (await new StartHttpServerOperation().CollectAsync(request ?? new() { Path = Site }))
            .Results<NetServer>().Single();

    /// <summary>A server that answers with what it was sent: method, path, and the body's length and sum.</summary>
    internal Task<NetServer> StartEchoAsync(StartHttpServerRequest? request = null)
        => StartAsync((request ?? new()) with { Handler = new EchoResponder() });

    public void Dispose() => folder.Dispose();

    private sealed class EchoResponder : IHttpResponder
    {
        public bool ReadsBodies => true;

        public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
        {
            string text = $"{request.Method} {request.Path} {request.Body.Length} {request.Body.Sum(b => (long)b)} "
                + $"{request.ClientCertificateSubject ?? "-"}\n";
            return ValueTask.FromResult(HttpResponse.Of(200, MediaTypes.Text, Encoding.UTF8.GetBytes(text)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
