using NetCmdlets.Sockets;

namespace NetCmdlets.Core.Tests.Tls;

public sealed class TlsServerOnSocketsTests() : TlsServerTests(SocketListener.Factory);
