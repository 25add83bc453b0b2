using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Tests;

/// <summary>
/// A loopback listener that accepts nobody and whose backlog is full, so that a connect to it stays unanswered: the
/// nearest thing to a black-holed host without a network of one's own (Linux drops the SYN).
/// </summary>
internal sealed class FullBacklog : IDisposable
{
    private readonly Socket listener;
    private readonly List<Socket> fillers = [];

    private FullBacklog(Socket listener) => this.listener = listener;

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndPoint!;

    public static FullBacklog Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return Fill(listener);
    }

    /// <summary>Fills the backlog of a listener with a backlog of 1 that accepts nobody; disposed with this.</summary>
    public static FullBacklog Fill(Socket listener)
    {
        var full = new FullBacklog(listener);
        // Linux queues one more than the backlog; what comes later is left without an answer.
        for (int filler = 0; filler < 4; filler++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                Blocking = false,
            };
            full.fillers.Add(socket);
            try
            {
                socket.Connect(full.EndPoint);
            }
            catch (SocketException error)
                when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Under way, or never answered: both fill the queue.
            }
        }

        return full;
    }

    /// <summary>Takes all who wait, and all who come: the listener answers again, until it is disposed.</summary>
    public async Task AcceptAllAsync()
    {
        try
        {
            while (true)
                (await listener.AcceptAsync()).Dispose();
        }
        catch (SocketException)
        {
            // Disposed.
        }
        catch (ObjectDisposedException)
        {
            // Disposed.
        }
    }

    public void Dispose()
    {
        foreach (Socket filler in fillers)
            filler.Dispose();
        listener.Dispose();
    }
}
