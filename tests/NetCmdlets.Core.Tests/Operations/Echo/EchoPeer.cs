using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Operations.Echo;

/// <summary>A server that serves all of its clients at once, each as the test says.</summary>
internal sealed class EchoPeer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> clients = [];
    private readonly ConcurrentBag<Task> serving = [];
    private readonly Task accepting;

    private EchoPeer(Func<Socket, Task> serve)
    {
        listener.Start(200);
        accepting = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static EchoPeer Plain(Func<Socket, Task> serve) => new(serve);

    /// <summary>One inside TLS; the stream is left as the test leaves it, with no word of its end.</summary>
    public static EchoPeer Tls(SslProtocols version, Func<SslStream, Socket, Task> serve) => new(async client =>
    {
        await using var stream = new SslStream(new NetworkStream(client));
        await stream.AuthenticateAsServerAsync(Lab.Server, clientCertificateRequired: false, version, false);
        await serve(stream, client);
    });

    /// <summary>Sends back what comes, up to the client's end.</summary>
    public static async Task EchoAsync(Stream stream)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer) is > 0 and int count)
            await stream.WriteAsync(buffer.AsMemory(0, count));
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting.Within();
        foreach (Socket client in clients)
            client.Dispose();
        await Task.WhenAll(serving).Within();
        listener.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync();
                client.NoDelay = true;
                clients.Add(client);
                serving.Add(Task.Run(() => GuardAsync(client, serve)));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private static async Task GuardAsync(Socket client, Func<Socket, Task> serve)
    {
        using (client)
        {
            try
            {
                await serve(client);
            }
            catch (Exception error) when (error is IOException or SocketException or AuthenticationException
                or ObjectDisposedException)
            {
                // The client went away; the test says whether it should have.
            }
        }
    }
}
