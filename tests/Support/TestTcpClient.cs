using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetCmdlets.Tests;

/// <summary>A plain socket as the client of a server under test; every call is bounded.</summary>
internal sealed class TestTcpClient : IDisposable
{
    private TestTcpClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<TestTcpClient> ConnectAsync(EndPoint server, int receiveBufferBytes = 0)
    {
        ProtocolType protocol = server is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(server.AddressFamily, SocketType.Stream, protocol);
        // Before the connect: it bounds the window that the handshake offers.
        if (receiveBufferBytes > 0)
            socket.ReceiveBufferSize = receiveBufferBytes;
        await socket.ConnectAsync(server).Within();
        return new TestTcpClient(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] data)
    {
        for (int sent = 0; sent < data.Length;)
            sent += await Socket.SendAsync(data.AsMemory(sent), SocketFlags.None).Within();
    }

    /// <summary>Receives exactly so many bytes; fewer where the peer's FIN comes first.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        var data = new byte[count];
        int received = 0;
        while (received < count)
        {
            int got = await Socket.ReceiveAsync(data.AsMemory(received), SocketFlags.None).Within();
            if (got == 0)
                break;
            received += got;
        }

        return data[..received];
    }

    public async Task<string> ReceiveTextAsync(int bytes) => Encoding.UTF8.GetString(await ReceiveAsync(bytes));

    /// <summary>Receives to the peer's FIN.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await Socket.ReceiveAsync(buffer, SocketFlags.None).Within() is > 0 and int got)
            all.Write(buffer, 0, got);
        return all.ToArray();
    }

    public void FinishSending() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
