using System.Net;

namespace NetCmdlets.Sockets;

/// <summary>How an outgoing connection is made.</summary>
public sealed record TcpConnectOptions
{
    /// <summary>The system's choice of everything.</summary>
    public static TcpConnectOptions Default { get; } = new();

    /// <summary>The address to connect from; null lets the system choose.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The port to connect from; 0 lets the system choose.</summary>
    public int LocalPort { get; init; }

    /// <summary>The time between keep-alive probes of an idle connection; zero for none (RFC 9293, section 3.8.4).</summary>
    public TimeSpan KeepAlive { get; init; }

    /// <summary>
    /// How many bytes the system may keep that were not received yet, as SO_RCVBUF takes it: it bounds the window that
    /// the handshake offers. 0 lets the system choose and change it.
    /// </summary>
    public int ReceiveBufferBytes { get; init; }

    /// <summary>How long the handshake may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
