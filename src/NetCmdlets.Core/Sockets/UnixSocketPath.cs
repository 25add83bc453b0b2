using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>The -SocketPath of servers and clients.</summary>
public static class UnixSocketPath
{
    /// <summary>The end point of a path.</summary>
    /// <exception cref="NetException">
    /// The path is empty or too long (sockaddr_un holds 108 bytes on Linux, 104 elsewhere: InvalidRequest), or this
    /// system has no such sockets (NotSupported).
    /// </exception>
    public static UnixDomainSocketEndPoint ToEndPoint(string path)
    {
        if (!Socket.OSSupportsUnixDomainSockets)
            throw new NetException(FailureKind.NotSupported, "This system has no Unix domain sockets.", path);
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException error)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"'{path}' cannot be the path of a socket: it is empty or longer than the system's limit "
                + "(about 100 bytes). Choose a shorter path.",
                path,
                error);
        }
    }
}
