using System.Globalization;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>Our client at other people's echo servers.</summary>
public sealed class EchoServersTests
{
    [Fact]
    public async Task A_python_server_that_reads_16_bytes_at_a_time_sends_the_message_back()
    {
        await using PeerProcess python = PeerProcess.Python(
            """
            import socket
            with socket.socket() as listener:
                listener.bind(("127.0.0.1", 0))
                listener.listen()
                print(listener.getsockname()[1], flush=True)
                while True:
                    client, _ = listener.accept()
                    with client:
                        while True:
                            piece = client.recv(16)
                            if not piece:
                                break
                            client.sendall(piece)
            """);
        int port = int.Parse(await python.ReadLineAsync(), CultureInfo.InvariantCulture);
        var data = new byte[100_000];
        new Random(2).NextBytes(data);
        foreach (InvokeTcpRequestRequest request in (InvokeTcpRequestRequest[])
            [new() { Data = data, ReplyBytes = data.Length }, new() { Data = data, Shutdown = true }])
        {
            TcpReply reply = await AskAsync(request with { ComputerName = ["127.0.0.1"], Port = port });
            Assert.Equal(data, reply.Data);
        }
    }

    private static async Task<TcpReply> AskAsync(InvokeTcpRequestRequest request)
    {
        var items = await new InvokeTcpRequestOperation().CollectAsync(request);
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<TcpReply>().Single();
    }
}
