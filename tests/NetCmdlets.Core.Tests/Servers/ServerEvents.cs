using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>Waits for what a test caused on a server, by its events.</summary>
internal static class ServerEvents
{
    /// <summary>The first event of a kind that matches; waits for it.</summary>
    public static async Task<NetServerEvent> WaitForAsync(
        this NetServer server, NetServerEventKind kind, Func<NetServerEvent, bool>? matches = null)
    {
        using var limit = new CancellationTokenSource(Bounded.Limit);
        long position = 0;
        while (true)
        {
            (IReadOnlyList<NetServerEvent> events, position) = server.Events.Read(position);
            if (events.FirstOrDefault(e => e.Kind == kind && (matches?.Invoke(e) ?? true)) is { } found)
                return found;
            await server.Events.WaitAsync(position, limit.Token);
        }
    }

    /// <summary>All events of a kind so far.</summary>
    public static List<NetServerEvent> AllOf(this NetServer server, NetServerEventKind kind)
        => [.. server.Events.Read(0).Events.Where(e => e.Kind == kind)];
}
