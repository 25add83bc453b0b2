using NetCmdlets.Benchmarks.Processes;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>The servers of one load, all up and idle but the one that is driven.</summary>
internal sealed class RunningServers : IDisposable
{
    private readonly Dictionary<string, ServerProcess> servers = [];

    public RunningServers(IEnumerable<EchoPeer> peers)
    {
        try
        {
            foreach (EchoPeer peer in peers)
                servers.Add(peer.Name, peer.Start());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ServerProcess? Yardstick => servers.GetValueOrDefault(EchoPeer.Yardstick);

    public ServerProcess this[EchoPeer peer] => servers[peer.Name];

    public void Dispose()
    {
        foreach (ServerProcess server in servers.Values)
            server.Dispose();
    }
}
