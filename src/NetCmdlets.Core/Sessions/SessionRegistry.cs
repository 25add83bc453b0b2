using System.Collections.Concurrent;
using System.IO.Enumeration;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sessions;

/// <summary>The sessions of this process that are not disconnected.</summary>
public static class SessionRegistry
{
    private static readonly ConcurrentDictionary<int, TcpSession> Sessions = new();
    private static int lastId;

    /// <summary>The sessions, by number; one whose server has gone is among them until it is disconnected.</summary>
    public static IReadOnlyList<TcpSession> All => [.. Sessions.Values.OrderBy(session => session.Id)];

    /// <summary>The session of a number; null where there is none.</summary>
    public static TcpSession? Find(int id) => Sessions.GetValueOrDefault(id);

    /// <summary>The sessions whose name fits, with * and ?, in any case.</summary>
    public static IReadOnlyList<TcpSession> Named(string pattern)
        => [.. All.Where(session => FileSystemName.MatchesSimpleExpression(pattern, session.Name, ignoreCase: true))];

    /// <summary>The failure of a number or a name that is no session's.</summary>
    public static NetFailure NotFound(object key) => new(
        FailureKind.SessionNotFound, $"There is no session '{key}'. Get-TcpSession lists them.", key);

    /// <summary>Ends every session at once: the module is being removed.</summary>
    public static Task CloseAllAsync() => Task.WhenAll(All.Select(session => session.CloseAsync(abort: true)));

    internal static int NextId() => Interlocked.Increment(ref lastId);

    internal static void Add(TcpSession session) => Sessions[session.Id] = session;

    internal static bool Contains(TcpSession session) => Sessions.ContainsKey(session.Id);

    internal static void Remove(TcpSession session) => Sessions.TryRemove(session.Id, out _);
}
