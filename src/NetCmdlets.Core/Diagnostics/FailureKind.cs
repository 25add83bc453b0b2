namespace NetCmdlets.Diagnostics;

/// <summary>
/// What went wrong. The member's name is the stable error id that scripts match on
/// (<c>$_.FullyQualifiedErrorId -like 'ConnectionRefused,*'</c>), so members are added and never renamed.
/// </summary>
public enum FailureKind
{
    /// <summary>The peer answered SYN with RST: nothing listens there (RFC 9293, section 3.5.1).</summary>
    ConnectionRefused,

    /// <summary>The connection was not made within the time allowed.</summary>
    ConnectionTimedOut,

    /// <summary>The peer ended the connection with RST, or the stack gave it up.</summary>
    ConnectionReset,

    /// <summary>No route to the host, or ICMP said so (RFC 1122, section 3.2.2.1).</summary>
    HostUnreachable,

    /// <summary>No route to the network.</summary>
    NetworkUnreachable,

    /// <summary>The name does not exist, or has no address of the family asked for.</summary>
    NameNotFound,

    /// <summary>The name server did not answer, or answered with a failure.</summary>
    NameServerFailed,

    /// <summary>Another socket has the address and port.</summary>
    AddressInUse,

    /// <summary>The address is not one of this machine's.</summary>
    AddressNotAvailable,

    /// <summary>The system does not allow it to this user (a privileged port, a raw socket, a broadcast).</summary>
    AccessDenied,

    /// <summary>The message is larger than the protocol or the limit allows.</summary>
    MessageTooLong,

    /// <summary>The bytes are not text in the encoding, or the text cannot be encoded.</summary>
    InvalidEncoding,

    /// <summary>The reply passed the limit of bytes.</summary>
    ReplyTooLong,

    /// <summary>No whole reply came within the time allowed.</summary>
    ReplyTimedOut,

    /// <summary>The peer closed before the exchange was complete.</summary>
    PeerClosed,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The peer's certificate was not trusted.</summary>
    CertificateNotTrusted,

    /// <summary>The token was missing or wrong.</summary>
    Unauthorized,

    /// <summary>No such server.</summary>
    ServerNotFound,

    /// <summary>No such session.</summary>
    SessionNotFound,

    /// <summary>The text is not an IP network.</summary>
    InvalidSubnet,

    /// <summary>The text is not an IP address.</summary>
    InvalidAddress,

    /// <summary>The text is not a port, a range of ports or the name of a service.</summary>
    InvalidPort,

    /// <summary>The server's handler threw.</summary>
    HandlerFailed,

    /// <summary>This system or this build cannot do it.</summary>
    NotSupported,

    /// <summary>Parameters that do not go together, or a value out of its range.</summary>
    InvalidRequest,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError,

    /// <summary>A file could not be read or written.</summary>
    FileFailed,

    /// <summary>The system ran out of sockets, ports or memory.</summary>
    ResourceExhausted,

    /// <summary>A socket error that has no kind of its own; the message carries its name.</summary>
    SocketFailed,
}
