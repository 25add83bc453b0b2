using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Where a TCP echo server listens, its limits, and how it answers.</summary>
public sealed record StartTcpEchoServerRequest : TcpServerRequest
{
    /// <summary>
    /// What each answer to a text message begins with; null echoes the bytes as they come, whatever they are.
    /// </summary>
    public string? Prefix { get; init; }
}
