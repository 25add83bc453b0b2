using NetCmdlets.Sockets;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class TcpEchoServerOnSocketsTests() : TcpEchoServerTests(SocketListener.Factory);
