namespace NetCmdlets.Addressing;

/// <summary>Unions and differences of ranges, and what networks they are.</summary>
public static class AddressRangeSet
{
    /// <summary>
    /// The union of ranges as the fewest ranges, in order: those that overlap or touch become one. IPv4 comes first.
    /// </summary>
    public static IReadOnlyList<AddressRange> Merge(IEnumerable<AddressRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        AddressRange[] sorted = [.. ranges];
        Array.Sort(sorted, static (left, right) => left.First.CompareTo(right.First));
        var merged = new List<AddressRange>();
        foreach (AddressRange range in sorted)
        {
            if (merged.Count == 0 || !Touches(merged[^1], range))
                merged.Add(range);
            else if (range.Last > merged[^1].Last)
                merged[^1] = new AddressRange(merged[^1].First, range.Last);
        }

        return merged;
    }

    /// <summary>The fewest networks that together hold exactly the addresses of all ranges, in order.</summary>
    public static IEnumerable<NetworkPrefix> Collapse(IEnumerable<AddressRange> ranges)
    {
        foreach (AddressRange range in Merge(ranges))
        {
            foreach (NetworkPrefix network in range.ToPrefixes())
                yield return network;
        }
    }

    /// <summary>What of a range is in none of the excluded ones, in order.</summary>
    /// <param name="range">The range to cut from.</param>
    /// <param name="excluded">What to leave out; it need not be inside the range.</param>
    public static IEnumerable<AddressRange> Subtract(AddressRange range, IEnumerable<AddressRange> excluded)
    {
        UInt128 next = range.First.Bits;
        foreach (AddressRange hole in Merge(excluded))
        {
            if (hole.IsIPv6 != range.IsIPv6 || hole.Last.Bits < next || hole.First.Bits > range.Last.Bits)
                continue;

            if (hole.First.Bits > next)
                yield return Between(next, hole.First.Bits - 1, range.IsIPv6);

            // The end is tested before the step past it, which at the top of the address space would wrap around.
            if (hole.Last.Bits >= range.Last.Bits)
                yield break;

            next = hole.Last.Bits + 1;
        }

        yield return Between(next, range.Last.Bits, range.IsIPv6);
    }

    // The later range may not start before the earlier one.
    private static bool Touches(AddressRange earlier, AddressRange later) =>
        earlier.IsIPv6 == later.IsIPv6
        && (later.First.Bits <= earlier.Last.Bits || later.First.Bits - 1 == earlier.Last.Bits);

    private static AddressRange Between(UInt128 first, UInt128 last, bool isIPv6) =>
        new(new AddressValue(first, isIPv6), new AddressValue(last, isIPv6));
}
