using System.Net;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>The connections that a server holds, and how many of them each address has.</summary>
internal sealed class ConnectionTable
{
    private readonly object gate = new();
    private readonly Dictionary<long, ServedConnection> connections = [];
    private readonly Dictionary<IPAddress, int>? perAddress;

    public ConnectionTable(bool countsAddresses) => perAddress = countsAddresses ? [] : null;

    public int Count
    {
        get
        {
            lock (gate)
                return connections.Count;
        }
    }

    public void Add(ServedConnection served)
    {
        lock (gate)
        {
            connections.Add(served.Connection.Id, served);
            if (perAddress is not null && AddressOf(served.Connection.RemoteEndPoint) is { } address)
                perAddress[address] = perAddress.GetValueOrDefault(address) + 1;
        }
    }

    public void Remove(ServedConnection served)
    {
        lock (gate)
        {
            connections.Remove(served.Connection.Id);
            if (perAddress is null || AddressOf(served.Connection.RemoteEndPoint) is not { } address)
                return;
            int left = perAddress.GetValueOrDefault(address) - 1;
            // An address that has gone is forgotten, so that a scan of many leaves nothing behind.
            if (left > 0)
                perAddress[address] = left;
            else
                perAddress.Remove(address);
        }
    }

    public int CountOf(EndPoint? remote)
    {
        lock (gate)
            return AddressOf(remote) is { } address ? perAddress?.GetValueOrDefault(address) ?? 0 : 0;
    }

    public ServedConnection[] Snapshot()
    {
        lock (gate)
            return [.. connections.Values];
    }

    public void AbortAll(CloseReason why)
    {
        foreach (ServedConnection served in Snapshot())
            served.Connection.Abort(why);
    }

    public void DrainAll()
    {
        foreach (ServedConnection served in Snapshot())
            served.Connection.Drain();
    }

    public Task WhenAllEnded() => Task.WhenAll(Snapshot().Select(served => served.Completion));

    private static IPAddress? AddressOf(EndPoint? remote) => (remote as IPEndPoint)?.Address;
}
