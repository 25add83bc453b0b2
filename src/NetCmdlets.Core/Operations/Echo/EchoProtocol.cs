namespace NetCmdlets;

/// <summary>What an echo server speaks (RFC 862).</summary>
public enum EchoProtocol
{
    /// <summary>A stream: what is sent comes back as bytes in order, in whatever pieces.</summary>
    Tcp,

    /// <summary>Datagrams: each comes back as one.</summary>
    Udp,
}
