using NetCmdlets.Operations.Echo;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

public sealed class EchoPatternTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(65536)]
    [InlineData(95)]
    [InlineData(95 * 95)]
    [InlineData(95 * 256)]
    public void A_part_that_was_moved_does_not_look_like_itself(int shift)
    {
        byte[] pattern = EchoPattern.Make(200_000);
        Assert.False(pattern.AsSpan(0, 1000).SequenceEqual(pattern.AsSpan(shift, 1000)));
    }

    [Fact]
    public void A_part_is_the_same_wherever_it_is_made()
    {
        byte[] whole = EchoPattern.Make(100_000, seed: 3);
        byte[] part = new byte[1234];
        EchoPattern.Fill(part, 54_321, seed: 3);
        Assert.Equal(whole.AsSpan(54_321, 1234).ToArray(), part);
    }

    [Theory]
    [InlineData("abc", "abx", "byte 2 of 3 was sent as 0x63 and came back as 0x78.")]
    [InlineData("abc", "ab", "2 of 3 bytes came back, the end.")]
    [InlineData("abc", "", "0 of 3 bytes came back, the end.")]
    [InlineData("abc", "abcd", "4 bytes came back for the 3 that were sent.")]
    public void The_first_difference_is_the_evidence(string sent, string received, string evidence)
    {
        EchoFault fault = Assert.Throws<EchoFault>(() => EchoPattern.RequireSame(
            System.Text.Encoding.ASCII.GetBytes(sent), System.Text.Encoding.ASCII.GetBytes(received), "the end"));
        Assert.Equal(evidence, fault.Message);
    }

    [Fact]
    public void Each_client_has_its_own_and_none_is_other_than_text()
    {
        byte[][] patterns = [.. Enumerable.Range(0, 50).Select(seed => EchoPattern.Make(1000, seed))];
        Assert.Equal(50, patterns.Select(System.Text.Encoding.ASCII.GetString).Distinct().Count());
        Assert.All(patterns, pattern => Assert.DoesNotContain(pattern, value => value is < 0x20 or > 0x7E));
    }

    [Fact]
    public void What_is_the_same_passes() => EchoPattern.RequireSame("abc"u8, "abc"u8, "");
}
