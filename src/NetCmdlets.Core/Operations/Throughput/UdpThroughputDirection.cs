namespace NetCmdlets;

/// <summary>Which way the datagrams of a throughput measurement go.</summary>
public enum UdpThroughputDirection
{
    /// <summary>To the server, which discards them.</summary>
    Send,

    /// <summary>To the server and back.</summary>
    Echo,
}
