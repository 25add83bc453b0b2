using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Core.Tests.Sockets;

/// <summary>Where the system has no epoll the same tests run on .NET's sockets once more.</summary>
public sealed class EpollTransportTests()
    : ByteTransportTests(EpollListener.IsSupported ? EpollListener.Factory : SocketListener.Factory);
