using System.Net;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

/// <summary>Where the system has no epoll the same tests run on .NET's sockets once more.</summary>
public sealed class TlsServerOnEpollTests()
    : TlsServerTests(EpollListener.IsSupported ? EpollListener.Factory : SocketListener.Factory)
{
    [Fact]
    public async Task A_handshake_goes_on_in_the_pool_and_what_follows_it_on_the_loop()
    {
        Assert.SkipUnless(EpollListener.IsSupported, "epoll is Linux's.");
        using IListenerTransport listener = EpollListener.Factory.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions());
        ValueTask<AcceptResult> accepting = listener.AcceptAsync();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(listener.LocalEndPoint);
        using IByteTransport transport = (await accepting.Within()).Transport!;
        await using var stream = new TransportStream(transport);

        Task<string?> during = ThreadOfReadAsync(stream);
        await client.SendAsync([22]);
        string? shaking = await during.Within();
        stream.HandshakeDone();
        stream.Turn.BeginReading();
        Task<string?> after = ThreadOfReadAsync(stream);
        await client.SendAsync([23]);

        Assert.NotEqual(EpollLoop.ThreadName, shaking);
        Assert.Equal(EpollLoop.ThreadName, await after.Within());
    }

    // The bytes are sent after the read has begun, so it has to wait, and says where it goes on.
    private static async Task<string?> ThreadOfReadAsync(TransportStream stream)
    {
        await stream.ReadAsync(new byte[1]).ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }
}
