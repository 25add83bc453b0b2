using System.Net;

namespace NetCmdlets;

/// <summary>What happened on a server.</summary>
public enum NetServerEventKind
{
    /// <summary>The server was bound and takes peers.</summary>
    Started,

    /// <summary>A peer was taken.</summary>
    Accepted,

    /// <summary>A peer or a datagram was turned away; Reason says why.</summary>
    Rejected,

    /// <summary>Bytes or a message came in.</summary>
    Received,

    /// <summary>Bytes or a message went out.</summary>
    Sent,

    /// <summary>A connection ended; Reason says why.</summary>
    Closed,

    /// <summary>A peer's token was missing or wrong.</summary>
    AuthFailed,

    /// <summary>A TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>A handler threw.</summary>
    HandlerError,

    /// <summary>The server itself met an error; Reason says which.</summary>
    Error,

    /// <summary>The server holds no socket any more.</summary>
    Stopped,
}

/// <summary>One thing that happened on a server.</summary>
/// <param name="Time">When, by the wall clock.</param>
/// <param name="ServerId">The server's number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="ConnectionId">The connection's number on its server, from 1; null where there is no connection.</param>
/// <param name="RemoteEndPoint">The peer; null where there is none.</param>
/// <param name="Bytes">How many bytes it concerns; null where it concerns none.</param>
/// <param name="Text">The message's text, at most 256 characters; null where the server does not read text.</param>
/// <param name="Reason">Why; null where there is no why.</param>
public sealed record NetServerEvent(
    DateTime Time,
    int ServerId,
    NetServerEventKind Kind,
    long? ConnectionId = null,
    EndPoint? RemoteEndPoint = null,
    long? Bytes = null,
    string? Text = null,
    string? Reason = null)
{
    /// <summary>How many characters of a message's text an event keeps.</summary>
    public const int MaximumTextLength = 256;
}
