using System.Net;
using System.Net.Sockets;
using NetCmdlets.Servers.Udp;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Udp;

/// <summary>Both ways of a server to take datagrams and to answer them: one at a time, and many in one call.</summary>
public sealed class DatagramExchangeTests
{
    public enum Way
    {
        OneByOne,
        Batched,
    }

    [Theory]
    [InlineData(Way.OneByOne, "127.0.0.1")]
    [InlineData(Way.OneByOne, "::1")]
    [InlineData(Way.Batched, "127.0.0.1")]
    [InlineData(Way.Batched, "::1")]
    public async Task Each_sender_gets_its_own_datagram_back(Way way, string address)
    {
        using var side = new Side(way, address);
        byte[][] sent = [[], [1], [2, 2], new byte[1473], new byte[UdpEndpoint.MaximumPayload]];
        UdpPeer[] peers = [.. sent.Select(_ => new UdpPeer(IPAddress.Parse(address)))];
        for (int i = 0; i < sent.Length; i++)
        {
            Random.Shared.NextBytes(sent[i]);
            await peers[i].SendAsync(sent[i], side.EndPoint);
        }

        for (int left = sent.Length; left > 0;)
        {
            int count = side.Exchange.Receive();
            for (int i = 0; i < count; i++)
                side.Exchange.Send(side.Exchange.Datagram(i), side.PeerOf(i));
            side.Exchange.Flush();
            left -= count;
        }

        for (int i = 0; i < sent.Length; i++)
        {
            (byte[] got, IPEndPoint from) = await peers[i].ReceiveAsync();
            Assert.Equal(sent[i], got);
            Assert.Equal(side.EndPoint, from);
            peers[i].Dispose();
        }

        Assert.Equal(sent.Select(one => one.Length), side.Sent.Select(one => one.Bytes));
        Assert.Empty(side.NotSent);
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batched)]
    public async Task A_reply_that_the_system_refuses_is_told_and_the_others_are_sent(Way way)
    {
        using var side = new Side(way);
        using var peer = new UdpPeer();
        DatagramPeer good = await side.KnowAsync(peer);
        var nowhere = new IPEndPoint(IPAddress.Loopback, 0);
        var bad = new DatagramPeer(nowhere.Serialize(), nowhere, allowed: true);

        side.Exchange.Send([1], good);
        side.Exchange.Send([2, 2], bad);
        side.Exchange.Send([3, 3, 3], good);
        side.Exchange.Flush();

        Assert.Equal([1], (await peer.ReceiveAsync()).Data);
        Assert.Equal([3, 3, 3], (await peer.ReceiveAsync()).Data);
        Assert.Equal([(good, 1), (good, 3)], side.Sent);
        (DatagramPeer told, int bytes, SocketError error) = Assert.Single(side.NotSent);
        Assert.Equal((bad, 2, SocketError.InvalidArgument), (told, bytes, error));
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batched)]
    public async Task A_reply_is_what_it_was_when_it_was_handed_over(Way way)
    {
        using var side = new Side(way);
        using var peer = new UdpPeer();
        DatagramPeer to = await side.KnowAsync(peer);
        byte[] reply = [1, 2, 3];

        side.Exchange.Send(reply, to);
        Array.Clear(reply);
        side.Exchange.Flush();

        Assert.Equal([1, 2, 3], (await peer.ReceiveAsync()).Data);
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batched)]
    public async Task More_and_larger_replies_than_a_batch_holds_are_all_sent_in_order(Way way)
    {
        using var side = new Side(way);
        using var peer = new UdpPeer();
        peer.Socket.ReceiveBufferSize = 4 * 1024 * 1024;
        DatagramPeer to = await side.KnowAsync(peer);
        int[] sizes = [.. Enumerable.Repeat(9, DatagramBatch.Capacity + 1), 60_000, 60_000, 60_000, 1];

        for (int i = 0; i < sizes.Length; i++)
        {
            byte[] reply = new byte[sizes[i]];
            Array.Fill(reply, (byte)i);
            side.Exchange.Send(reply, to);
        }

        side.Exchange.Flush();

        for (int i = 0; i < sizes.Length; i++)
        {
            byte[] got = (await peer.ReceiveAsync()).Data;
            Assert.Equal(sizes[i], got.Length);
            Assert.All(got, one => Assert.Equal((byte)i, one));
        }

        Assert.Equal(sizes.Length, side.Sent.Count);
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batched)]
    public async Task Closing_the_socket_ends_the_wait(Way way)
    {
        using var side = new Side(way);
        using var waits = new ManualResetEventSlim();
        Task waiting = Task.Factory.StartNew(
            () =>
            {
                waits.Set();
                side.Exchange.Receive();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        waits.Wait(Bounded.Limit, TestContext.Current.CancellationToken);

        side.Endpoint.Dispose();

        Exception? error = await Record.ExceptionAsync(() => waiting.Within());
        // With an error of the system where the socket was told to wake before the runtime knew it closed.
        Assert.True(error is ObjectDisposedException or SocketException, $"It ended with {error}.");
    }

    [Theory]
    [InlineData(Way.OneByOne)]
    [InlineData(Way.Batched)]
    public async Task A_reply_to_a_closed_socket_is_told_as_not_sent(Way way)
    {
        using var side = new Side(way);
        using var peer = new UdpPeer();
        DatagramPeer to = await side.KnowAsync(peer);

        side.Endpoint.Dispose();
        side.Exchange.Send([1, 2], to);
        side.Exchange.Flush();

        Assert.Empty(side.Sent);
        Assert.Equal((to, 2, SocketError.OperationAborted), Assert.Single(side.NotSent));
    }

    [Fact]
    public async Task A_burst_comes_in_one_call()
    {
        Assert.SkipUnless(DatagramBatch.IsSupported, "recvmmsg is a call of 64-bit Linux.");
        using var side = new Side(Way.Batched);
        using var peer = new UdpPeer();
        for (int i = 0; i < DatagramBatch.Capacity + 3; i++)
            await peer.SendAsync([(byte)i], side.EndPoint);

        Assert.Equal(DatagramBatch.Capacity, side.Exchange.Receive());
        Assert.Equal([DatagramBatch.Capacity - 1], side.Exchange.Datagram(DatagramBatch.Capacity - 1).ToArray());
        Assert.Equal(3, side.Exchange.Receive());
        Assert.Equal([DatagramBatch.Capacity], side.Exchange.Datagram(0).ToArray());
    }

    private sealed class Side : IReplyObserver, IDisposable
    {
        private readonly DatagramPeerCache peers = new();

        public Side(Way way, string address = "127.0.0.1")
        {
            Assert.SkipUnless(way == Way.OneByOne || DatagramBatch.IsSupported, "recvmmsg is a call of 64-bit Linux.");
            Endpoint = UdpEndpoint.Bind(
                new IPEndPoint(IPAddress.Parse(address), 0), new UdpOptions { ReceiveBufferBytes = 1024 * 1024 });
            EndPoint = Endpoint.LocalEndPoint;
            Exchange = way == Way.Batched ? new DatagramBatch(Endpoint, this) : new SingleDatagram(Endpoint, this);
        }

        public UdpEndpoint Endpoint { get; }

        public IPEndPoint EndPoint { get; }

        public DatagramExchange Exchange { get; }

        public List<(DatagramPeer Peer, int Bytes)> Sent { get; } = [];

        public List<(DatagramPeer Peer, int Bytes, SocketError Error)> NotSent { get; } = [];

        public DatagramPeer PeerOf(int index) => peers.Get(Exchange.Sender(index), _ => true);

        /// <summary>Receives a datagram of a peer, which is known then.</summary>
        public async Task<DatagramPeer> KnowAsync(UdpPeer peer)
        {
            await peer.SendAsync([7], EndPoint);
            Assert.Equal(1, Exchange.Receive());
            return PeerOf(0);
        }

        void IReplyObserver.Sent(DatagramPeer peer, int bytes) => Sent.Add((peer, bytes));

        void IReplyObserver.NotSent(DatagramPeer peer, int bytes, SocketError error)
            => NotSent.Add((peer, bytes, error));

        public void Dispose()
        {
            Endpoint.Dispose();
            Exchange.Dispose();
        }
    }
}
