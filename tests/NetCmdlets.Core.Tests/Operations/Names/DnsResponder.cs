using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Protocols;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Operations.Names;

/// <summary>A name server of a test's own on one port, UDP and TCP, that answers as the test says.</summary>
internal sealed class DnsResponder : IAsyncDisposable
{
    private readonly Socket udp;
    private readonly Socket tcp;
    private readonly CancellationTokenSource ending = new();
    private readonly Func<Query, IEnumerable<byte[]>> answer;
    private readonly Task running;

    /// <summary>Answers each query with the messages given: none, one or several.</summary>
    public DnsResponder(Func<Query, IEnumerable<byte[]>> answer)
    {
        this.answer = answer;
        (udp, tcp) = DualPort.Bind();
        tcp.Listen();
        running = Task.WhenAll(ServeDatagramsAsync(), ServeStreamsAsync());
    }

    public DnsResponder(Func<Query, MessageBytes> answer)
        : this(query => [answer(query).ToArray()])
    {
    }

    public string Address => udp.LocalEndPoint!.ToString()!;

    /// <summary>What was asked so far.</summary>
    public ConcurrentQueue<Query> Queries { get; } = new();

    /// <summary>How many bytes of a TCP message are sent at a time.</summary>
    public int PieceBytes { get; init; } = 65536;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        udp.Dispose();
        tcp.Dispose();
        await running.Within();
        ending.Dispose();
    }

    private async Task ServeDatagramsAsync()
    {
        byte[] buffer = new byte[4096];
        var any = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                SocketReceiveFromResult got = await udp.ReceiveFromAsync(buffer, any, ending.Token);
                Query query = Query.Read(buffer[..got.ReceivedBytes], (IPEndPoint)got.RemoteEndPoint, false);
                Queries.Enqueue(query);
                foreach (byte[] message in answer(query))
                    await udp.SendToAsync(message, got.RemoteEndPoint, ending.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeStreamsAsync()
    {
        try
        {
            while (true)
            {
                using Socket client = await tcp.AcceptAsync(ending.Token);
                byte[] buffer = new byte[4096];
                int length = 0;
                while (length < 2 || length < 2 + (buffer[0] << 8 | buffer[1]))
                {
                    int got = await client.ReceiveAsync(buffer.AsMemory(length), ending.Token);
                    if (got == 0)
                        break;
                    length += got;
                }

                if (length < 2)
                    continue;
                Query query = Query.Read(buffer[2..length], (IPEndPoint)client.RemoteEndPoint!, true);
                Queries.Enqueue(query);
                client.NoDelay = true;
                foreach (byte[] message in answer(query))
                {
                    byte[] framed = [.. MessageBytes.Number(message.Length), .. message];
                    for (int i = 0; i < framed.Length; i += PieceBytes)
                    {
                        int piece = Math.Min(PieceBytes, framed.Length - i);
                        await client.SendAsync(framed.AsMemory(i, piece), ending.Token);
                    }
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    /// <summary>A query as it came.</summary>
    public sealed record Query(
        ushort Id, string Name, DnsRecordType Type, bool Recursion, bool Edns, bool IsTcp, int Port)
    {
        public static Query Read(byte[] bytes, IPEndPoint from, bool isTcp)
        {
            var labels = new List<string>();
            int at = 12;
            while (bytes[at] != 0)
            {
                labels.Add(System.Text.Encoding.Latin1.GetString(bytes, at + 1, bytes[at]));
                at += bytes[at] + 1;
            }

            return new Query(
                (ushort)(bytes[0] << 8 | bytes[1]),
                string.Join('.', labels),
                (DnsRecordType)(bytes[at + 1] << 8 | bytes[at + 2]),
                (bytes[2] & 1) != 0,
                bytes[11] == 1,
                isTcp,
                from.Port);
        }

        /// <summary>The beginning of a response: its header and question.</summary>
        public MessageBytes Reply(int flags = 0x8180) => new MessageBytes(Id, (ushort)flags).Question(Name, Type);

        /// <summary>A response with an address, or none where another type was asked for.</summary>
        public MessageBytes Found(byte last = 1)
            => Type == DnsRecordType.A ? Reply().Record(DnsRecordType.A, [192, 0, 2, last]) : Reply();
    }
}
