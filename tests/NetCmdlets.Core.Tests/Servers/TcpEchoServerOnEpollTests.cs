using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>Where the system has no epoll the same tests run on .NET's sockets once more.</summary>
public sealed class TcpEchoServerOnEpollTests()
    : TcpEchoServerTests(EpollListener.IsSupported ? EpollListener.Factory : SocketListener.Factory);
