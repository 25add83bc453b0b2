using System.Net;

namespace NetCmdlets.Diagnostics;

/// <summary>
/// Where the core's events go. The core has no sink of its own and never passes a payload, a token or a key.
/// An implementation must be safe for many threads and must not throw or block.
/// </summary>
public interface INetLog
{
    /// <summary>Whether an event of this level would be kept: ask before making a costly event.</summary>
    bool IsEnabled(NetLogLevel level);

    /// <summary>Takes one event.</summary>
    void Write(in NetLogEvent entry);
}

/// <summary>One event of a server, a client or a session.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Source">What it is of: a server's or session's name ('TcpEcho#3'), or the operation's.</param>
/// <param name="Event">What happened, in a word ('Accepted', 'Rejected', 'Closed', 'Started').</param>
/// <param name="RemoteEndPoint">The peer, where there is one.</param>
/// <param name="ConnectionId">The connection's number on its server; 0 where there is none.</param>
/// <param name="Bytes">How many bytes it concerns; 0 where it concerns none.</param>
/// <param name="Reason">Why, where there is a why.</param>
/// <param name="Error">The exception behind it, where there was one.</param>
public readonly record struct NetLogEvent(
    NetLogLevel Level,
    string Source,
    string Event,
    EndPoint? RemoteEndPoint = null,
    long ConnectionId = 0,
    long Bytes = 0,
    string? Reason = null,
    Exception? Error = null);
