namespace NetCmdlets;

/// <summary>Which way the bytes of a throughput measurement go.</summary>
public enum ThroughputDirection
{
    /// <summary>To the server, which discards them.</summary>
    Send,

    /// <summary>From the server, which sends by itself (chargen).</summary>
    Receive,

    /// <summary>To the server and back.</summary>
    Echo,
}
