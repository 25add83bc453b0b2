using NetCmdlets.Framing;
using Xunit;

namespace NetCmdlets.Core.Tests.Framing;

public sealed class SequenceTallyTests
{
    [Fact]
    public void Loss_repetition_and_reordering_are_told_apart()
    {
        var tally = new SequenceTally();
        SequenceArrival[] arrivals = [.. new long[] { 0, 1, 4, 2, 4, 1, 5, 9 }.Select(tally.Add)];

        Assert.Equal(
            [
                SequenceArrival.InOrder, SequenceArrival.InOrder, SequenceArrival.InOrder, SequenceArrival.Reordered,
                SequenceArrival.Duplicate, SequenceArrival.Duplicate, SequenceArrival.InOrder, SequenceArrival.InOrder,
            ],
            arrivals);
        Assert.Equal((6, 2, 1, 0), (tally.Unique, tally.Duplicates, tally.Reordered, tally.TooOld));
        Assert.Equal(4, tally.LostOf(10));
        Assert.Equal(6, tally.LostOf(12));
    }

    [Fact]
    public void A_number_behind_the_window_is_not_judged()
    {
        var tally = new SequenceTally();
        tally.Add(0);
        tally.Add(SequenceTally.Window);

        Assert.Equal(SequenceArrival.TooOld, tally.Add(0));
        Assert.Equal(SequenceArrival.Reordered, tally.Add(1));
        Assert.Equal(SequenceArrival.Duplicate, tally.Add(1));
        Assert.Equal(1, tally.TooOld);
    }

    [Fact]
    public void It_agrees_with_a_set_of_all_numbers_over_a_long_run_of_chance()
    {
        var random = new Random(11);
        var tally = new SequenceTally();
        var set = new HashSet<long>();
        long highest = -1, duplicates = 0, reordered = 0;
        for (long number = 0; number < 300_000; number++)
        {
            // One in ten is lost, one in ten comes again, all within a thousand of their place.
            if (random.Next(10) == 0)
                continue;
            long shown = Math.Max(0, number - (random.Next(5) == 0 ? random.Next(1000) : 0));
            if (!set.Add(shown))
                duplicates++;
            else if (shown < highest)
                reordered++;
            highest = Math.Max(highest, shown);
            tally.Add(shown);
        }

        Assert.Equal((set.Count, duplicates, reordered), (tally.Unique, tally.Duplicates, tally.Reordered));
        Assert.Equal(300_000 - set.Count, tally.LostOf(300_000));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(1472)]
    public void A_numbered_datagram_is_read_as_it_was_written(int size)
    {
        byte[] datagram = new byte[size];
        var written = new NumberedDatagram(0xDEADBEEF, 1L << 40, 123456789);
        written.Write(datagram);

        Assert.True(NumberedDatagram.TryRead(datagram, 0xDEADBEEF, out NumberedDatagram read));
        Assert.Equal(written, read);
        Assert.Equal("4E434431DEADBEEF0000010000000000", Convert.ToHexString(datagram.AsSpan(0, 16)));
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(300, 1452)]
    [InlineData(0x1FF, 65_507)]
    public void Every_byte_of_the_filling_follows_the_one_before_it(long number, int size)
    {
        byte[] datagram = new byte[size];
        new NumberedDatagram(7, number, 2).Write(datagram);

        Assert.Equal(
            Enumerable.Range(24, size - 24).Select(place => (byte)(7 + number + place)), datagram.Skip(24));
    }

    [Fact]
    public void What_is_short_of_another_run_or_changed_on_the_way_is_not_read()
    {
        byte[] datagram = new byte[100];
        new NumberedDatagram(7, 1, 2).Write(datagram);

        Assert.False(NumberedDatagram.TryRead(datagram.AsSpan(0, 23), 7, out _));
        Assert.False(NumberedDatagram.TryRead(datagram, 8, out _));
        Assert.False(NumberedDatagram.TryRead([], 7, out _));
        foreach (int place in new[] { 0, 15, 24, 99 })
        {
            byte[] changed = [.. datagram];
            changed[place] ^= 1;
            Assert.False(NumberedDatagram.TryRead(changed, 7, out _));
        }

        Assert.Throws<ArgumentException>(() => new NumberedDatagram(7, 1, 2).Write(new byte[23]));
        Assert.Throws<ArgumentException>(() => new NumberedDatagram(7, 1, 2).Write(new byte[65_537]));
    }
}
