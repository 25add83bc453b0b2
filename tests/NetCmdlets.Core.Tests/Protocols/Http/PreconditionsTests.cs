using NetCmdlets.Protocols.Http;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols.Http;

public sealed class PreconditionsTests
{
    private static readonly DateTimeOffset Modified = new(1994, 11, 6, 8, 49, 37, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("", 0)]
    [InlineData("If-None-Match: \"tag\"", 304)]
    [InlineData("If-None-Match: W/\"tag\"", 304)]
    [InlineData("If-None-Match: \"other\", \"tag\"", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"other\"", 0)]
    [InlineData("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 304)]
    [InlineData("If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT", 304)]
    [InlineData("If-Modified-Since: Sun Nov  6 08:49:37 1994", 304)]
    [InlineData("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT", 0)]
    [InlineData("If-Modified-Since: yesterday", 0)]
    [InlineData("If-None-Match: \"other\"|If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 0)]
    [InlineData("If-Match: \"tag\"", 0)]
    [InlineData("If-Match: *", 0)]
    [InlineData("If-Match: W/\"tag\"", 412)]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT", 412)]
    [InlineData("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 0)]
    [InlineData("If-Match: \"tag\"|If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT", 0)]
    [InlineData("If-Match: \"other\"|If-None-Match: \"tag\"", 412)]
    public void Conditions_are_judged_in_the_order_of_the_standard(string fields, int expected)
        => Assert.Equal(expected, Preconditions.Judge(Fields(fields), "\"tag\"", Modified));

    [Theory]
    [InlineData("", true)]
    [InlineData("If-Range: \"tag\"", true)]
    [InlineData("If-Range: \"other\"", false)]
    [InlineData("If-Range: W/\"tag\"", false)]
    [InlineData("If-Range: Sun, 06 Nov 1994 08:49:37 GMT", true)]
    [InlineData("If-Range: Sun, 06 Nov 1994 08:49:38 GMT", false)]
    public void A_range_counts_for_the_same_thing_only(string fields, bool expected)
        => Assert.Equal(expected, Preconditions.RangeCounts(Fields(fields), "\"tag\"", Modified));

    [Fact]
    public void A_date_is_written_as_the_standard_has_it()
        => Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(Modified.ToOffset(TimeSpan.FromHours(2))));

    private static HttpFields Fields(string lines)
    {
        var fields = new HttpFields();
        foreach (string line in lines.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields.AddChecked(line[..colon], line[(colon + 1)..]);
        }

        return fields;
    }
}
