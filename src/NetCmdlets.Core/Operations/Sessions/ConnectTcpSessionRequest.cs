using NetCmdlets.Operations.Tcp;

namespace NetCmdlets.Operations.Sessions;

/// <summary>Whom to connect to, for a session that stays open.</summary>
public sealed record ConnectTcpSessionRequest : TcpClientRequest
{
    /// <summary>The session's name; null makes one of its number.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a send over a connection that has ended connects again first, with the retries given.</summary>
    public bool Reconnect { get; init; }
}
