using System.Collections.Concurrent;

namespace NetCmdlets.Servers;

/// <summary>The servers of this process that are not yet stopped, and the last few that are.</summary>
public static class ServerRegistry
{
    /// <summary>How many stopped servers are remembered, so that their events can still be read.</summary>
    public const int StoppedCapacity = 32;

    private static readonly ConcurrentDictionary<int, NetServer> Running = new();
    private static readonly Queue<NetServer> Stopped = new();
    private static int lastId;

    /// <summary>The running servers, by number.</summary>
    public static IReadOnlyList<NetServer> All => [.. Running.Values.OrderBy(server => server.Id)];

    /// <summary>Finds a server by its number, among the stopped ones too; null where there is none.</summary>
    public static NetServer? Find(int id)
    {
        if (Running.TryGetValue(id, out NetServer? server))
            return server;
        lock (Stopped)
            return Stopped.FirstOrDefault(candidate => candidate.Id == id);
    }

    /// <summary>Stops every server at once: the module is being removed, or the process ends.</summary>
    public static Task StopAllAsync(TimeSpan drain)
        => Task.WhenAll(All.Select(server => server.StopAsync(drain)));

    internal static int NextId() => Interlocked.Increment(ref lastId);

    internal static void Add(NetServer server) => Running[server.Id] = server;

    internal static void Remove(NetServer server)
    {
        if (!Running.TryRemove(server.Id, out _))
            return;
        lock (Stopped)
        {
            Stopped.Enqueue(server);
            while (Stopped.Count > StoppedCapacity)
                Stopped.Dequeue();
        }
    }
}
