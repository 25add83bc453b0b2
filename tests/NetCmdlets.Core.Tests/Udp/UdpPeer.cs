using System.Net;
using System.Net.Sockets;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Udp;

/// <summary>A plain socket as the other side: no test asks the code under test for the truth.</summary>
internal sealed class UdpPeer : IDisposable
{
    private readonly byte[] buffer = new byte[65536];

    public UdpPeer(IPAddress? address = null)
    {
        IPAddress local = address ?? IPAddress.Loopback;
        Socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(local, 0));
    }

    public Socket Socket { get; }

    public IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    public Task<int> SendAsync(byte[] data, EndPoint to) => Socket.SendToAsync(data, SocketFlags.None, to).Within();

    public async Task<(byte[] Data, IPEndPoint From)> ReceiveAsync()
    {
        var any = new IPEndPoint(
            Socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        SocketReceiveFromResult result = await Socket.ReceiveFromAsync(buffer, SocketFlags.None, any).Within();
        return (buffer[..result.ReceivedBytes], (IPEndPoint)result.RemoteEndPoint);
    }

    /// <summary>Sends, and receives what comes back.</summary>
    public async Task<byte[]> AskAsync(byte[] data, EndPoint to)
    {
        await SendAsync(data, to);
        return (await ReceiveAsync()).Data;
    }

    /// <summary>A port of loopback where nothing listens: it was bound and let go.</summary>
    public static int ClosedPort(IPAddress? address = null)
    {
        using var peer = new UdpPeer(address);
        return peer.EndPoint.Port;
    }

    public void Dispose() => Socket.Dispose();
}
