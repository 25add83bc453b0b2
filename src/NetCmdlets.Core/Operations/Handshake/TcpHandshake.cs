using System.Net;
using NetCmdlets.Pipeline;

namespace NetCmdlets;

/// <summary>What came of shaking hands with one port of one address.</summary>
public sealed record TcpHandshake
{
    /// <summary>The name or address that was asked for.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The address tried; null where the name did not resolve.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port tried; null where the name did not resolve and many ports were asked for.</summary>
    public int? Port { get; init; }

    /// <summary>The service that the port is registered for; null for none.</summary>
    public string? ServiceName { get; init; }

    /// <summary>What the handshake met.</summary>
    public HandshakeState State { get; init; }

    /// <summary>Whether the port is open.</summary>
    public bool Succeeded => State == HandshakeState.Open;

    /// <summary>How long the name's look-up took; null for an address.</summary>
    public TimeSpan? ResolveTime { get; init; }

    /// <summary>From the connect call to the peer's answer, open or refused; null where none came.</summary>
    public TimeSpan? ConnectTime { get; init; }

    /// <summary>The kernel's own measure of SYN to SYN-ACK; null where the system does not tell it.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>The largest segment that may be sent, in bytes (RFC 9293, 3.7.1); null where not known.</summary>
    public int? MaximumSegmentSize { get; init; }

    /// <summary>The end point of this side; null where no connection stood.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>The end point tried; null where the name did not resolve.</summary>
    public IPEndPoint? RemoteEndPoint { get; init; }

    /// <summary>How many times it was tried, retries counted.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it is not open; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>How many handshakes were asked for.</summary>
    public int HandshakeCount { get; init; } = 1;

    /// <summary>How many of them succeeded.</summary>
    public int OpenCount { get; init; }

    /// <summary>The shortest connect time of those that succeeded; null where none did.</summary>
    public TimeSpan? MinimumTime { get; init; }

    /// <summary>The median connect time of those that succeeded.</summary>
    public TimeSpan? MedianTime { get; init; }

    /// <summary>The longest connect time of those that succeeded.</summary>
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>The peer's window scale as a shift (RFC 7323); null where not used or not known.</summary>
    public int? SendWindowScale { get; init; }

    /// <summary>This side's window scale as a shift; null where not used or not known.</summary>
    public int? ReceiveWindowScale { get; init; }

    /// <summary>The congestion window: segments on Linux, bytes on Windows; null where not known.</summary>
    public long? CongestionWindow { get; init; }

    /// <summary>How many segments the kernel sent again (on Windows, SYNs); null where not known.</summary>
    public long? Retransmits { get; init; }

    /// <summary>
    /// The packets of the handshake as seen on the wire; null where no trace was asked for.
    /// </summary>
    public IReadOnlyList<HandshakeSegment>? Segments { get; init; }

    /// <summary>The same drawn as a ladder of lines; null where no trace was asked for.</summary>
    [ShownBelow]
    public IReadOnlyList<string>? Trace { get; init; }
}
