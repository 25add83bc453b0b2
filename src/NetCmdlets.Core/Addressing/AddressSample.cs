using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>Draws addresses by lot.</summary>
public static class AddressSample
{
    /// <summary>
    /// Different addresses of a range, in the order drawn; all of them, shuffled, where there are not so many. Memory
    /// grows with what is drawn, not with the range.
    /// </summary>
    /// <param name="range">The range.</param>
    /// <param name="count">How many to draw, from 0.</param>
    /// <param name="random">What decides; a seeded one draws the same again.</param>
    public static IEnumerable<AddressValue> Draw(AddressRange range, int count, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        BigInteger total = range.Count;
        int draws = (int)BigInteger.Min(count, total);

        // A Fisher-Yates shuffle of which only the places that were swapped are kept.
        var swapped = new Dictionary<UInt128, UInt128>();
        for (int drawn = 0; drawn < draws; drawn++)
        {
            UInt128 left = (UInt128)(total - 1) - (UInt128)drawn;
            UInt128 place = (UInt128)drawn + Below(left, random);
            UInt128 chosen = swapped.GetValueOrDefault(place, place);
            swapped[place] = swapped.GetValueOrDefault((UInt128)drawn, (UInt128)drawn);
            yield return new AddressValue(range.First.Bits + chosen, range.IsIPv6);
        }
    }

    // Even over 0 to the limit: bits above the limit's highest are cleared, and what is still above is drawn again.
    private static UInt128 Below(UInt128 limit, Random random)
    {
        UInt128 mask = limit == 0 ? 0 : UInt128.MaxValue >> (int)UInt128.LeadingZeroCount(limit);
        Span<byte> octets = stackalloc byte[16];
        while (true)
        {
            random.NextBytes(octets);
            UInt128 value = AddressValue.FromBytes(octets).Bits & mask;
            if (value <= limit)
                return value;
        }
    }
}
