namespace NetCmdlets;

/// <summary>A transport protocol that has ports.</summary>
public enum TransportProtocol
{
    /// <summary>Transmission control protocol (RFC 9293).</summary>
    Tcp,

    /// <summary>User datagram protocol (RFC 768).</summary>
    Udp,

    /// <summary>Stream control transmission protocol (RFC 9260).</summary>
    Sctp,

    /// <summary>Datagram congestion control protocol (RFC 4340).</summary>
    Dccp,
}
