namespace NetCmdlets.Operations.Servers;

/// <summary>
/// What to wait for on servers. All conditions given must hold; without any it is the end of the server.
/// </summary>
public sealed record WaitNetServerRequest
{
    /// <summary>The servers.</summary>
    public IReadOnlyList<NetServer> Server { get; init; } = [];

    /// <summary>So many connections were taken since the start; null for any number.</summary>
    public long? ConnectionCount { get; init; }

    /// <summary>So many connections, exactly, are open now; null for any number.</summary>
    public long? ActiveCount { get; init; }

    /// <summary>So many messages were received since the start; null for any number.</summary>
    public long? MessageCount { get; init; }

    /// <summary>An event of one of these kinds happened; empty for any kind.</summary>
    public IReadOnlyList<NetServerEventKind> EventKind { get; init; } = [];

    /// <summary>An event happened whose text or reason fits this, with * and ?, in any case; null for any.</summary>
    public string? Match { get; init; }

    /// <summary>How long to wait.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to emit true or false in the place of the server and the failure.</summary>
    public bool Quiet { get; init; }

    internal bool WantsEvent => EventKind.Count > 0 || Match is not null;

    internal bool WantsNothing
        => !WantsEvent && ConnectionCount is null && ActiveCount is null && MessageCount is null;
}
