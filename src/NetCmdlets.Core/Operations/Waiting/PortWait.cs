using System.Net;

namespace NetCmdlets;

/// <summary>How waiting for one port ended.</summary>
public sealed record PortWait
{
    /// <summary>The name or address that was asked for.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The address that was tried last; null where the name never resolved.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; }

    /// <summary>What was waited for: Open or Closed.</summary>
    public PortCondition Condition { get; init; }

    /// <summary>Whether it came about within the time.</summary>
    public bool Succeeded { get; init; }

    /// <summary>What the last try met; null where there was none.</summary>
    public HandshakeState? LastState { get; init; }

    /// <summary>How many times the port was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>How long it took, or was waited in vain.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it did not come about; null where it did.</summary>
    public string? Reason { get; init; }
}

/// <summary>What to wait for.</summary>
public enum PortCondition
{
    /// <summary>A handshake succeeds with any address of the host.</summary>
    Open,

    /// <summary>A handshake succeeds with no address of the host: refused, filtered or unreachable.</summary>
    Closed,
}
