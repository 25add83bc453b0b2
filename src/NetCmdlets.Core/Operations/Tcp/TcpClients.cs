using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>A client's request turned into targets and a dialer: written once for all TCP clients.</summary>
internal static class TcpClients
{
    /// <summary>The dialer of a request.</summary>
    /// <exception cref="NetException">The local address is none (InvalidAddress).</exception>
    public static TcpDialer DialerOf(TcpClientRequest request)
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
        if (request.SocketPath is not null)
        {
            return request.Port == 0
                ? [request.SocketPath]
                : throw new NetException(
                    FailureKind.InvalidRequest, "Give a socket path, or a host and a port, not both.");
        }

        if (request.ComputerName.Count == 0)
            throw new NetException(FailureKind.InvalidRequest, "Give a host and a port, or a socket path.");
        return request.Port is >= 1 and <= 65535
            ? request.ComputerName
            : throw new NetException(FailureKind.InvalidPort, "Give the port to connect to, from 1 to 65535.");
    }

    /// <summary>Connects to one of the targets.</summary>
    public static Task<DialResult> DialAsync(
        this TcpDialer dialer, TcpClientRequest request, string target, CancellationToken cancellationToken)
        => request.SocketPath is null
            ? dialer.DialAsync(target, request.Port, cancellationToken)
            : dialer.DialAsync(UnixSocketPath.ToEndPoint(target), cancellationToken);
}
