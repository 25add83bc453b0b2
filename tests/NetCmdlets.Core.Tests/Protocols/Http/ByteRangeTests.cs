using NetCmdlets.Protocols.Http;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols.Http;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-99", "0+100")]
    [InlineData("BYTES=0-0", "0+1")]
    [InlineData("bytes=900-", "900+100")]
    [InlineData("bytes=900-5000", "900+100")]
    [InlineData("bytes=-1", "999+1")]
    [InlineData("bytes=-5000", "0+1000")]
    [InlineData("bytes=0-999", "0+1000")]
    [InlineData("bytes=0-99999999999999999999999", "0+1000")]
    [InlineData("bytes= 0-1 , 5-6 ,, -2", "0+2 5+2 998+2")]
    [InlineData("bytes=0-1,2000-", "0+2")]
    [InlineData("bytes=1000-", "")]
    [InlineData("bytes=99999999999999999999999-", "")]
    [InlineData("bytes=-0", "")]
    [InlineData("bytes=5-4", null)]
    [InlineData("bytes=-", null)]
    [InlineData("bytes=", null)]
    [InlineData("bytes=a-b", null)]
    [InlineData("bytes=1", null)]
    [InlineData("bytes=+1-2", null)]
    [InlineData("lines=0-1", null)]
    [InlineData("0-1", null)]
    [InlineData("bytes=0-,0-", null)]
    [InlineData("bytes=0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1", null)]
    public void A_field_is_read_against_a_file_of_1000_bytes(string field, string? expected)
    {
        IReadOnlyList<ByteRange>? ranges = ByteRange.Parse(field, 1000);
        Assert.Equal(expected, ranges is null ? null : string.Join(' ', ranges.Select(r => $"{r.Offset}+{r.Length}")));
    }

    [Fact]
    public void An_empty_file_has_no_range() => Assert.Empty(ByteRange.Parse("bytes=0-", 0)!);

    [Fact]
    public void Every_range_of_random_fields_is_in_the_file()
    {
        var random = new Random(7233);
        for (int round = 0; round < 5000; round++)
        {
            long length = random.NextInt64(0, 40);
            string field = "bytes=" + string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
                $"{(random.Next(4) == 0 ? "" : random.Next(50))}-{(random.Next(4) == 0 ? "" : random.Next(50))}"));
            foreach (ByteRange range in ByteRange.Parse(field, length) ?? [])
            {
                Assert.InRange(range.Offset, 0, length - 1);
                Assert.InRange(range.Length, 1, length - range.Offset);
            }
        }
    }
}
