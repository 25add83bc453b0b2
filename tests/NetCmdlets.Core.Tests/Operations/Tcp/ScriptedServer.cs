using System.Net;
using System.Net.Sockets;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Operations.Tcp;

/// <summary>A server that does with each client, one after the other, what the test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;

    public ScriptedServer(Func<Socket, Task> script)
    {
        listener.Start();
        serving = ServeAsync(script);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many clients came.</summary>
    public int Clients { get; private set; }

    /// <summary>Receives to the client's FIN.</summary>
    public static async Task<byte[]> ReadAllAsync(Socket client)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await client.ReceiveAsync(buffer, SocketFlags.None).Within() is > 0 and int count)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving.Within();
        listener.Dispose();
    }

    private async Task ServeAsync(Func<Socket, Task> script)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Clients++;
            using (client)
            {
                try
                {
                    await script(client);
                }
                catch (SocketException)
                {
                    // The client under test went away; the test says whether it should have.
                }
            }
        }
    }
}
