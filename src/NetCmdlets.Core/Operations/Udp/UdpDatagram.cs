using System.Net;

namespace NetCmdlets;

/// <summary>A datagram that was received.</summary>
/// <param name="RemoteEndPoint">Who sent it.</param>
/// <param name="LocalEndPoint">Where it was sent to: an address of this machine, a group, or a broadcast.</param>
/// <param name="Interface">The interface it came by; null where the system does not tell.</param>
/// <param name="Data">What came, to the limit of bytes.</param>
/// <param name="Text">The data as text; null where it is not text in the encoding, or was cut.</param>
/// <param name="Bytes">The datagram's size, also where Data is cut.</param>
/// <param name="ReceivedAt">When it came, by the wall clock.</param>
/// <param name="Elapsed">The time since the receiver began.</param>
/// <param name="Truncated">Whether Data is shorter than the datagram.</param>
public sealed record UdpDatagram(
    IPEndPoint RemoteEndPoint,
    IPEndPoint LocalEndPoint,
    string? Interface,
    byte[] Data,
    string? Text,
    int Bytes,
    DateTime ReceivedAt,
    TimeSpan Elapsed,
    bool Truncated);
