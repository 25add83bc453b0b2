using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>The order in which a host's addresses are tried.</summary>
public static class AddressOrder
{
    /// <summary>
    /// Happy eyeballs' order (RFC 8305, section 4): the families take turns, the first address's family begins, and
    /// within a family the system's order stays.
    /// </summary>
    public static IReadOnlyList<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (addresses.Count < 3)
            return addresses;
        AddressFamily leading = addresses[0].AddressFamily;
        var first = new Queue<IPAddress>();
        var second = new Queue<IPAddress>();
        foreach (IPAddress address in addresses)
            (address.AddressFamily == leading ? first : second).Enqueue(address);
        var ordered = new List<IPAddress>(addresses.Count);
        while (first.Count + second.Count > 0)
        {
            if (first.TryDequeue(out IPAddress? one))
                ordered.Add(one);
            if (second.TryDequeue(out IPAddress? other))
                ordered.Add(other);
        }

        return ordered;
    }
}
