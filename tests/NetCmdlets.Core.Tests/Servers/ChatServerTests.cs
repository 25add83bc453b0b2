using System.Net.Sockets;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Chat;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class ChatServerTests
{
    private const string Welcome = "* Welcome, guest1. /nick NAME, /who, /quit\n";

    [Fact]
    public async Task A_line_goes_to_all_the_others_and_not_back()
    {
        await using NetServer server = await StartAsync();
        using TestTcpClient ann = await JoinAsync(server);
        using TestTcpClient bob = await JoinAsync(server);
        using TestTcpClient cid = await JoinAsync(server);
        await ExpectAsync(ann, "* guest2 has joined\n* guest3 has joined\n");
        await ExpectAsync(bob, "* guest3 has joined\n");
        await bob.SendAsync("grüß euch\r\n");
        await ExpectAsync(ann, "<guest2> grüß euch\n");
        await ExpectAsync(cid, "<guest2> grüß euch\n");
        await ann.SendAsync("hello\n");
        await ExpectAsync(bob, "<guest1> hello\n");
    }

    [Fact]
    public async Task A_name_is_changed_once_and_told_to_the_others()
    {
        await using NetServer server = await StartAsync();
        using TestTcpClient ann = await JoinAsync(server);
        using TestTcpClient bob = await JoinAsync(server);
        await ExpectAsync(ann, "* guest2 has joined\n");
        await ann.SendAsync("/nick Ann\n");
        await ExpectAsync(ann, "* You are now Ann\n");
        await ExpectAsync(bob, "* guest1 is now Ann\n");
        await bob.SendAsync("/NICK ann\n/nick two words\n/who\n/dance\n");
        await ExpectAsync(
            bob,
            "* ann is taken\n* A name has 1 to 32 characters and no blanks\n* Ann, guest2\n"
            + "* There is no /dance. /nick NAME, /who, /quit\n");
    }

    [Fact]
    public async Task Who_leaves_by_a_word_or_by_a_reset_is_told_to_the_others()
    {
        await using NetServer server = await StartAsync();
        using TestTcpClient ann = await JoinAsync(server);
        using TestTcpClient bob = await JoinAsync(server);
        using TestTcpClient cid = await JoinAsync(server);
        await ExpectAsync(ann, "* guest2 has joined\n* guest3 has joined\n");
        await ExpectAsync(bob, "* guest3 has joined\n");
        await bob.SendAsync("/quit\n");
        await ExpectAsync(bob, "* Goodbye\n");
        Assert.Empty(await bob.ReceiveToEndAsync());
        await ExpectAsync(ann, "* guest2 has left\n");
        cid.Reset();
        await ExpectAsync(ann, "* guest3 has left\n");
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_closed_and_holds_up_nobody()
    {
        await using NetServer server = await StartAsync();
        using TestTcpClient deaf = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        await server.WaitForAsync(NetServerEventKind.Sent);
        using TestTcpClient talker = await JoinAsync(server);
        using TestTcpClient listener = await JoinAsync(server);
        string line = new('m', 60_000);
        using var heard = new StreamReader(new NetworkStream(listener.Socket));
        // What the system buffers for the deaf one is far less than this; the listener hears every line.
        bool left = false;
        for (int i = 0; i < 2 * ChatMember.QueueCapacity && !left; i++)
        {
            await talker.SendAsync(line + "\n");
            // A test beside this one may try the port that it had, and is then a guest for a moment.
            string? said;
            do
            {
                said = await heard.ReadLineAsync().Within();
                left |= said == "* guest1 has left";
            }
            while (said?.StartsWith("* ", StringComparison.Ordinal) == true);
            Assert.Equal("<guest2> " + line, said);
        }

        Assert.True(left);
        NetServerEvent closed = await server.WaitForAsync(
            NetServerEventKind.Closed, entry => entry.ConnectionId == 1);
        Assert.StartsWith("Limit", closed.Reason, StringComparison.Ordinal);
    }

    private static async Task<NetServer> StartAsync()
        => (await new StartChatServerOperation().CollectAsync(new StartChatServerRequest())).Results<NetServer>().Single();

    private static async Task<TestTcpClient> JoinAsync(NetServer server)
    {
        TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Assert.StartsWith("* Welcome, guest", await client.ReceiveTextAsync(Welcome.Length), StringComparison.Ordinal);
        return client;
    }

    private static async Task ExpectAsync(TestTcpClient client, string expected)
        => Assert.Equal(expected, await client.ReceiveTextAsync(System.Text.Encoding.UTF8.GetByteCount(expected)));
}
