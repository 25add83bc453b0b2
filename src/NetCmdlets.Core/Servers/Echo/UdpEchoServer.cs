using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Servers.Echo;

/// <summary>Sends each datagram back to its sender, byte for byte, the empty one too (RFC 862).</summary>
public sealed class UdpEchoServer : DatagramServer
{
    private UdpEchoServer(StartUdpEchoServerRequest request, TimeProvider? time)
        // Echo does not amplify, and a measurement must not meet a limit that nobody asked for.
        : base("UdpEcho", request, rateLimit: 0, time)
    {
    }

    /// <summary>Starts a server; it is bound when this returns.</summary>
    /// <exception cref="NetException">The address is not to be had.</exception>
    public static UdpEchoServer Start(StartUdpEchoServerRequest request, TimeProvider? time = null)
    {
        var server = new UdpEchoServer(request, time);
        server.Begin();
        return server;
    }

    /// <inheritdoc/>
    protected override void Handle(ReadOnlySpan<byte> datagram, DatagramPeer peer) => Reply(datagram, peer);
}
