namespace NetCmdlets.Framing;

/// <summary>What the arrival of a numbered datagram says.</summary>
public enum SequenceArrival
{
    /// <summary>The number is the highest so far: in order, with or without a gap before it.</summary>
    InOrder,

    /// <summary>A higher number came before it: reordered (RFC 4737, section 3.3).</summary>
    Reordered,

    /// <summary>The number came before (RFC 5560).</summary>
    Duplicate,

    /// <summary>The number is so far behind that it is not known whether it came before.</summary>
    TooOld,
}

/// <summary>
/// Counts the numbered datagrams of a run that come, and tells loss, repetition and reordering apart. It remembers the
/// last 65,536 numbers and no more, so a run of any length costs 8 KiB. For one thread.
/// </summary>
public sealed class SequenceTally
{
    /// <summary>How far behind the highest number a datagram may be and still be told from a duplicate.</summary>
    public const int Window = 65_536;

    private readonly ulong[] seen = new ulong[Window / 64];
    private long highest = -1;

    /// <summary>Numbers that came, each counted once.</summary>
    public long Unique { get; private set; }

    /// <summary>Datagrams whose number had come before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Numbers that came after a higher one.</summary>
    public long Reordered { get; private set; }

    /// <summary>Datagrams too far behind to be judged; they are in none of the other counts.</summary>
    public long TooOld { get; private set; }

    /// <summary>Counts one in.</summary>
    /// <param name="number">Its number, from 0.</param>
    public SequenceArrival Add(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (number > highest)
        {
            Advance(number);
            Mark(number);
            Unique++;
            return SequenceArrival.InOrder;
        }

        if (highest - number >= Window)
        {
            TooOld++;
            return SequenceArrival.TooOld;
        }

        if (!Mark(number))
        {
            Duplicates++;
            return SequenceArrival.Duplicate;
        }

        Unique++;
        Reordered++;
        return SequenceArrival.Reordered;
    }

    /// <summary>How many of those sent did not come (RFC 7680): known once all that will come has.</summary>
    /// <param name="sent">How many were sent, numbered from 0 without gaps.</param>
    public long LostOf(long sent) => Math.Max(0, sent - Unique - TooOld);

    // Sets the number's bit; false where it was set.
    private bool Mark(long number)
    {
        int bit = (int)(number % Window);
        ulong mask = 1UL << (bit & 63);
        bool isNew = (seen[bit >> 6] & mask) == 0;
        seen[bit >> 6] |= mask;
        return isNew;
    }

    // The bits of the numbers between the old highest and the new are those of numbers a window ago.
    private void Advance(long number)
    {
        if (number - highest >= Window)
        {
            Array.Clear(seen);
        }
        else
        {
            for (long skipped = highest + 1; skipped <= number; skipped++)
            {
                int bit = (int)(skipped % Window);
                seen[bit >> 6] &= ~(1UL << (bit & 63));
            }
        }

        highest = number;
    }
}
