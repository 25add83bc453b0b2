using NetCmdlets.Operations.Tcp;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Tcp;

public sealed class WildcardExpressionTests
{
    // What PowerShell's -like says of each.
    [Theory]
    [InlineData("Welcome*", "WELCOME to it", true)]
    [InlineData("Welcome*", "You are welcome", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*b", "a\r\nb", true)]
    [InlineData("[a-c]x", "Bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData(@"[\d]", "d", true)]
    [InlineData(@"[\d]", "1", false)]
    [InlineData("`*`[x`]", "*[x]", true)]
    [InlineData("`*", "a", false)]
    [InlineData("a.c+(d)", "a.c+(d)", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("x\n", "x", false)]
    [InlineData("x", "x\n", false)]
    public void A_text_is_like_a_wildcard_as_PowerShell_has_it(string wildcard, string text, bool like)
        => Assert.Equal(like, WildcardExpression.Compile(wildcard).IsMatch(text));

    [Fact]
    public void Many_stars_take_no_longer_than_one()
        => Assert.DoesNotMatch(
            WildcardExpression.Compile(string.Concat(Enumerable.Repeat("*a", 100)) + "b"), new string('a', 5000));
}
