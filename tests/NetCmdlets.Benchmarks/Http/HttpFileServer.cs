using NetCmdlets.Benchmarks.Processes;

namespace NetCmdlets.Benchmarks.Http;

/// <summary>A file server of the comparison.</summary>
/// <param name="Title">What the report calls it.</param>
/// <param name="Needs">The program it needs on the path; null for none.</param>
/// <param name="Start">Starts it over a folder of files, with another for what it writes itself.</param>
internal sealed record HttpFileServer(string Title, string? Needs, Func<string, string, ServerProcess> Start)
{
    public const string Ours = "NetCmdlets HttpServer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HttpFileServer> All { get; } =
    [
        new("Node http", "node", static (files, _) => ServerProcess.StartAndReadPort(
            new("node", [Path.Combine(AppContext.BaseDirectory, "Peers", "node_http_files.js"), files]))),
        new(Ours, null, static (files, _) => ServerProcess.StartAndReadPort(
            Programs.Self("serve-http", "--path", files))),
        new("nginx, one process", "nginx", static (files, own) => ServerProcess.StartOnPort(
            port => new("nginx", ["-e", "stderr", "-p", own, "-c", NginxConfiguration(files, own, port)]))),
        new("Python http.server", "python3", static (files, _) => ServerProcess.StartOnPort(port => new(
            "python3",
            ["-m", "http.server", "--bind", "127.0.0.1", "--directory", files, "--protocol", "HTTP/1.1", $"{port}"]))),
    ];

    private static string NginxConfiguration(string files, string own, int port)
    {
        string path = Path.Combine(own, "nginx.conf");
        File.WriteAllText(path, $$"""
            daemon off;
            master_process off;
            pid {{own}}/nginx.pid;
            error_log stderr;
            events { worker_connections 4096; }
            http {
                access_log off;
                sendfile on;
                tcp_nodelay on;
                keepalive_requests 1000000000;
                types { text/plain txt; }
                client_body_temp_path {{own}}/body;
                proxy_temp_path {{own}}/proxy;
                fastcgi_temp_path {{own}}/fastcgi;
                uwsgi_temp_path {{own}}/uwsgi;
                scgi_temp_path {{own}}/scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    root {{files}};
                }
            }
            """);
        return path;
    }
}
