using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Protocols;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Operations.Names;

/// <summary>A name server of a test's own over TCP alone, whose every connection goes as the test writes it.</summary>
internal sealed class DnsStreamServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource ending = new();
    private readonly Func<Peer, Task> serve;
    private readonly Task running;

    /// <summary>Serves each connection, all at once; a connection is closed where the function ends.</summary>
    public DnsStreamServer(Func<Peer, Task> serve)
    {
        this.serve = serve;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        running = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndPoint!;

    public string Address => EndPoint.ToString();

    /// <summary>The names of the questions of each connection, in the order of the connections.</summary>
    public ConcurrentDictionary<int, ConcurrentQueue<string>> Asked { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await running.Within();
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptAsync(ending.Token);
                client.NoDelay = true;
                int number = serving.Count;
                Asked[number] = new ConcurrentQueue<string>();
                serving.Add(ServeAsync(client, number));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket client, int number)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await serve(new Peer(this, client, number));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The test is over, or the client has gone.
            }
        }
    }

    /// <summary>One connection.</summary>
    public sealed class Peer(DnsStreamServer server, Socket socket, int number)
    {
        /// <summary>How many connections came before.</summary>
        public int Number => number;

        /// <summary>The next question; null at the client's end.</summary>
        public async Task<DnsResponder.Query?> ReadAsync()
        {
            byte[] length = new byte[2];
            if (!await FillAsync(length))
                return null;
            byte[] message = new byte[length[0] << 8 | length[1]];
            if (!await FillAsync(message))
                return null;
            var query = DnsResponder.Query.Read(message, (IPEndPoint)socket.RemoteEndPoint!, true);
            server.Asked[number].Enqueue(query.Name);
            return query;
        }

        /// <summary>The next questions, so many.</summary>
        public async Task<List<DnsResponder.Query>> ReadAsync(int count)
        {
            var queries = new List<DnsResponder.Query>();
            while (queries.Count < count && await ReadAsync() is { } query)
                queries.Add(query);
            return queries;
        }

        public Task SendAsync(MessageBytes message) => SendAsync(message.ToArray());

        /// <summary>Sends a message after its length.</summary>
        public Task SendAsync(byte[] message) => SendRawAsync([.. MessageBytes.Number(message.Length), .. message]);

        public async Task SendRawAsync(byte[] bytes) => await socket.SendAsync(bytes, server.ending.Token);

        /// <summary>Has the connection's end be a reset.</summary>
        public void Reset() => SocketTransport.MakeCloseReset(socket);

        private async Task<bool> FillAsync(Memory<byte> room)
        {
            while (!room.IsEmpty)
            {
                int got = await socket.ReceiveAsync(room, server.ending.Token);
                if (got == 0)
                    return false;
                room = room[got..];
            }

            return true;
        }
    }
}
