namespace NetCmdlets.Addressing;

/// <summary>
/// Finds the longest of many prefixes that an address matches, as a router does. The prefixes are laid out as
/// stretches of the address space that do not overlap, each with the longest prefix over it, so that a look-up is one
/// binary search in an array and allocates nothing.
/// </summary>
/// <typeparam name="TValue">What is kept with a prefix.</typeparam>
public sealed class PrefixTable<TValue>
{
    private const int NoEntry = -1;

    private readonly (NetworkPrefix Network, TValue Value)[] entries;
    private readonly uint[] starts4;
    private readonly UInt128[] starts6;
    private readonly int[] owners4;
    private readonly int[] owners6;

    /// <summary>Makes a table; of equal prefixes the first counts.</summary>
    public PrefixTable(IEnumerable<(NetworkPrefix Network, TValue Value)> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);

        // OrderBy is stable, a larger network sorts before the networks in it.
        entries = [.. prefixes.OrderBy(static entry => entry.Network)];
        int firstIPv6 = Array.FindIndex(entries, static entry => entry.Network.IsIPv6);
        firstIPv6 = firstIPv6 < 0 ? entries.Length : firstIPv6;
        (UInt128[] wide, owners4) = LayOut(0, firstIPv6);
        starts4 = Array.ConvertAll(wide, static start => (uint)start);
        (starts6, owners6) = LayOut(firstIPv6, entries.Length);
    }

    /// <summary>How many prefixes are in the table.</summary>
    public int Count => entries.Length;

    /// <summary>Finds the longest prefix that holds an address.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(AddressValue address, out NetworkPrefix network, out TValue? value)
    {
        int stretch = address.IsIPv6
            ? Array.BinarySearch(starts6, address.Bits)
            : Array.BinarySearch(starts4, (uint)address.Bits);
        stretch = stretch < 0 ? ~stretch - 1 : stretch;
        int owner = stretch < 0 ? NoEntry : (address.IsIPv6 ? owners6 : owners4)[stretch];
        (network, value) = owner == NoEntry ? default : entries[owner];
        return owner != NoEntry;
    }

    private (UInt128[] Starts, int[] Owners) LayOut(int from, int to)
    {
        var starts = new List<UInt128>();
        var owners = new List<int>();
        var open = new Stack<int>();
        for (int index = from; index < to; index++)
        {
            NetworkPrefix network = entries[index].Network;
            CloseBefore(network.FirstAddress.Bits);
            if (open.Count == 0 || entries[open.Peek()].Network != network)
            {
                open.Push(index);
                Begin(network.FirstAddress.Bits, index);
            }
        }

        CloseBefore(null);
        return ([.. starts], [.. owners]);

        // Ends the open networks that do not reach an address; what is open around them goes on where they end.
        void CloseBefore(UInt128? address)
        {
            while (open.TryPeek(out int top)
                && (address is not UInt128 bits || entries[top].Network.LastAddress.Bits < bits))
            {
                open.Pop();
                NetworkPrefix closed = entries[top].Network;
                UInt128 next = closed.LastAddress.Bits + 1;
                bool isTop = closed.IsIPv6 ? next == 0 : next > uint.MaxValue;
                if (!isTop)
                    Begin(next, open.TryPeek(out int around) ? around : NoEntry);
            }
        }

        void Begin(UInt128 start, int owner)
        {
            if (starts.Count > 0 && starts[^1] == start)
            {
                owners[^1] = owner;
                return;
            }

            starts.Add(start);
            owners.Add(owner);
        }
    }
}
