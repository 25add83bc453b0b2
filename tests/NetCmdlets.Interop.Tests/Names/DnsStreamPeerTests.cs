using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Names;

/// <summary>Many questions over TCP to servers of other people's: named, and Python's sockets in two moods.</summary>
public sealed class DnsStreamPeerTests(NamedServer named) : IClassFixture<NamedServer>
{
    // Says its port, then a line for each connection; a line of input ends it.
    private const string Server = """
        import socket, struct, sys, threading
        def serve(client):
            # A close with questions unread is a reset, which drops the answers that Nagle's algorithm holds back.
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stream = client.makefile("rb")
            def read():
                head = stream.read(2)
                return stream.read(struct.unpack(">H", head)[0]) if len(head) == 2 else None
            def answer(query):
                end = query.index(b"\0", 12) + 5
                number = int(query[13:13 + query[12]])
                reply = (query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + query[12:end]
                    + b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + bytes([192, 0, 2, number]))
                return struct.pack(">H", len(reply)) + reply
            if sys.argv[1] == "reversed":
                client.sendall(b"".join([answer(read()) for _ in range(100)][::-1]))
                read()
            else:
                for _ in range(30):
                    query = read()
                    if query is None: break
                    client.sendall(answer(query))
            client.close()
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        print(listener.getsockname()[1])
        def accept():
            while True:
                client, _ = listener.accept()
                print("connected")
                threading.Thread(target=serve, args=(client,), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.readline()
        """;

    [Theory]
    [InlineData("reversed", 1, 1)]
    // Of a hundred questions thirty are answered, and then three times at most thirty.
    [InlineData("thirty", 4, 5)]
    public async Task All_are_answered_over_few_connections(string mood, int fewest, int most)
    {
        await using PeerProcess server = PeerProcess.Python(Server, mood);
        string port = await server.ReadLineAsync();
        AssertAnswered(
            await AskAsync($"127.0.0.1:{port}", Enumerable.Range(0, 100).Select(i => $"{i}.test")),
            Enumerable.Range(0, 100).Select(i => $"{i}.test 192.0.2.{i}"));

        await server.Input.WriteLineAsync();
        int connections = (await server.WaitAsync()).Output.Split("connected").Length - 1;
        Assert.InRange(connections, fewest, most);
    }

    [Fact]
    public async Task Named_answers_a_thousand()
    {
        Assert.SkipWhen(named.Unavailable is not null, named.Unavailable ?? "");
        AssertAnswered(
            await AskAsync(named.Address, Enumerable.Range(0, 1000).Select(i => $"n{i}.wild.plain.test"), "TXT"),
            Enumerable.Range(0, 1000).Select(i => $"n{i}.wild.plain.test \"from the wildcard\""));
    }

    private static void AssertAnswered(List<PipelineItem> items, IEnumerable<string> expected)
    {
        Assert.Empty(items.Failures());
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            items.Results<DnsRecord>().Select(record => $"{record.Question} {record.Data}")
                .Order(StringComparer.Ordinal));
    }

    private static async Task<List<PipelineItem>> AskAsync(string server, IEnumerable<string> names, string type = "A")
    {
        await using var operation = new ResolveDnsRecordOperation();
        return await operation.CollectAsync(new ResolveDnsRecordRequest
        {
            Name = [.. names],
            Type = [type],
            Tcp = true,
            NoRecursion = true,
            Server = [server],
        });
    }
}
