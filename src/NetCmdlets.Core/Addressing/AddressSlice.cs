using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>Addresses of a range at an even distance: skip, then step, then the first or the last of those.</summary>
/// <param name="range">The range.</param>
/// <param name="skip">How many addresses to leave out at the start, from 0.</param>
/// <param name="step">The distance between the addresses, from 1.</param>
/// <param name="first">How many to take from the start, or null for all.</param>
/// <param name="last">How many of those to take up to the end, or null for all.</param>
public sealed class AddressSlice(AddressRange range, BigInteger skip, BigInteger step, long? first, long? last)
{
    /// <summary>How many addresses there are.</summary>
    public BigInteger Count { get; } = CountOf(range, skip, step, first, last);

    /// <summary>The addresses, lazily and in order.</summary>
    public IEnumerable<AddressValue> Addresses()
    {
        BigInteger left = Count;
        if (left.IsZero)
            yield break;

        // Where the last ones are asked for, the walk starts so many steps before the end.
        BigInteger passed = CountOf(range, skip, step, first, null) - left;
        var next = (UInt128)((BigInteger)range.First.Bits + skip + (passed * step));
        UInt128 stride = step >= BigInteger.One << 128 ? 0 : (UInt128)step;
        UInt128 more = (UInt128)(left - 1);
        while (true)
        {
            yield return new AddressValue(next, range.IsIPv6);
            if (more-- == 0)
                yield break;

            next += stride;
        }
    }

    private static BigInteger CountOf(AddressRange range, BigInteger skip, BigInteger step, long? first, long? last)
    {
        BigInteger left = range.Count - skip;
        BigInteger count = left <= 0 ? 0 : ((left - 1) / step) + 1;
        count = first is long head ? BigInteger.Min(count, head) : count;
        return last is long tail ? BigInteger.Min(count, tail) : count;
    }
}
