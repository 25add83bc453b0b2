using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>
/// The least an echo server on .NET's sockets can be: await a receive, await a send. It tells what the sockets cost
/// and so what everything that TcpEchoServer adds costs.
/// </summary>
internal static class RawSocketEcho
{
    /// <summary>Binds, tells the port, and serves until the process ends.</summary>
    public static async Task RunAsync(Action<int> bound)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4096);
        bound(((IPEndPoint)listener.LocalEndPoint!).Port);
        while (true)
            _ = ServeAsync(await listener.AcceptAsync());
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            byte[] buffer = new byte[64 * 1024];
            try
            {
                int received;
                while ((received = await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
                {
                    for (int sent = 0; sent < received;)
                        sent += await socket.SendAsync(buffer.AsMemory(sent, received - sent), SocketFlags.None);
                }
            }
            catch (SocketException)
            {
                // The peer reset the connection; the others go on.
            }
        }
    }
}
