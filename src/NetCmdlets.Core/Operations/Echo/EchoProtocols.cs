using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;

namespace NetCmdlets.Operations.Echo;

/// <summary>What an echo client over UDP cannot be asked for.</summary>
internal static class EchoProtocols
{
    /// <summary>Refuses the options of a stream where datagrams are asked for.</summary>
    /// <exception cref="NetException">There is one (InvalidRequest): it is not passed over in silence.</exception>
    public static void Check(this EchoProtocol protocol, TcpClientRequest request)
    {
        if (protocol == EchoProtocol.Tcp)
            return;
        if (request.SocketPath is not null)
            throw new NetException(FailureKind.InvalidRequest, "A socket path has no UDP. Give a host and a port.");
        if (ClientUpgrades.IsTlsAsked(request) || request.Token is not null)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "TLS and tokens need a connection, and UDP has none. Ask over TCP, or leave them out.");
        }
    }
}
