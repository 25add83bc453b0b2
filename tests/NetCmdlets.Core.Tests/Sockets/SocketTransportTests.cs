using NetCmdlets.Sockets;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class SocketTransportTests() : ByteTransportTests(SocketListener.Factory);
