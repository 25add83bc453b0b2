using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>A client's request turned into targets and a dialer: written once for all TCP clients.</summary>
internal static class TcpClients
{
    /// <summary>The dialer of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="receiveBufferBytes">How much the system may keep unread; 0 lets it choose.</param>
    /// <exception cref="NetException">The local address is none (InvalidAddress).</exception>
    public static TcpDialer DialerOf(TcpClientRequest request, int receiveBufferBytes = 0)
    {
        IPAddress? local = null;
        if (request.LocalAddress is not null && !HostResolver.TryParseLiteral(request.LocalAddress, out local))
        {
            throw new NetException(
                FailureKind.InvalidAddress,
                $"'{request.LocalAddress}' is not an address to connect from.",
                request.LocalAddress);
        }

        return new TcpDialer(
            new TcpConnectOptions
            {
                LocalAddress = local,
                LocalPort = request.LocalPort,
                KeepAlive = request.KeepAlive,
                ReceiveBufferBytes = receiveBufferBytes,
                Timeout = request.Timeout,
            },
            request.Family,
            new RetryPolicy { RetryCount = request.RetryCount, Delay = request.RetryDelay },
            ClientUpgrades.Of(request));
    }

    /// <summary>The targets of a request: its hosts, or its socket path.</summary>
    /// <exception cref="NetException">There is none, or both (InvalidRequest), or no port (InvalidPort).</exception>
    public static IReadOnlyList<string> TargetsOf(TcpClientRequest request)
    {
        if (request.FindTargetFault() is { } fault)
            throw new NetException(fault);
        return request.SocketPath is null ? request.ComputerName : [request.SocketPath];
    }

    /// <summary>Connects to one of the targets.</summary>
    public static Task<DialResult> DialAsync(
        this TcpDialer dialer, TcpClientRequest request, string target, CancellationToken cancellationToken)
        => request.SocketPath is null
            ? dialer.DialAsync(target, request.Port, cancellationToken)
            : dialer.DialAsync(UnixSocketPath.ToEndPoint(target), cancellationToken);
}
