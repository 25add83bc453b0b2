using System.Net;

namespace NetCmdlets;

/// <summary>A datagram that came back.</summary>
/// <param name="ComputerName">The host that was asked, as it was given.</param>
/// <param name="RemoteEndPoint">Who answered; not always who was asked.</param>
/// <param name="LocalEndPoint">The end point it came to.</param>
/// <param name="Data">What came, to the limit of bytes.</param>
/// <param name="Text">The data as text; null where it is not text in the encoding, or was cut.</param>
/// <param name="Bytes">The datagram's size, also where Data is cut.</param>
/// <param name="ReceivedAt">When it came, by the wall clock.</param>
/// <param name="Elapsed">From the first time the message was sent to the reply.</param>
/// <param name="Attempts">How often the message was sent before the reply.</param>
/// <param name="Sequence">Which datagram of that sender in this exchange it is, from 1.</param>
/// <param name="Duplicate">
/// Whether the sender had already sent the same bytes after the message was sent more than once: most likely the
/// answer to a retransmission. A duplicate is not counted as a reply.
/// </param>
/// <param name="Truncated">Whether Data is shorter than the datagram.</param>
public sealed record UdpReply(
    string ComputerName,
    IPEndPoint RemoteEndPoint,
    IPEndPoint LocalEndPoint,
    byte[] Data,
    string? Text,
    int Bytes,
    DateTime ReceivedAt,
    TimeSpan Elapsed,
    int Attempts,
    int Sequence,
    bool Duplicate,
    bool Truncated);
