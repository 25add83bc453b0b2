using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class AddressRangeRelationTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", SubnetRelationKind.Equal, "10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", SubnetRelationKind.Superset, "10.1.0.0/16", "10.0.0.0/8")]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", SubnetRelationKind.Subset, "10.1.0.0/16", "10.0.0.0/8")]
    [InlineData("10.0.0.0/8", "11.0.0.0/8", SubnetRelationKind.Adjacent, null, "10.0.0.0/7")]
    [InlineData("11.0.0.0/8", "10.0.0.0/8", SubnetRelationKind.Adjacent, null, "10.0.0.0/7")]
    [InlineData("10.0.0.0/8", "12.0.0.0/8", SubnetRelationKind.Disjoint, null, "8.0.0.0/5")]
    [InlineData("10.0.0.0/8", "::/0", SubnetRelationKind.Disjoint, null, null)]
    [InlineData("255.255.255.255", "::", SubnetRelationKind.Disjoint, null, null)]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.5-10.0.0.20", SubnetRelationKind.Overlap, "10.0.0.5-10.0.0.9",
        "10.0.0.0/27")]
    [InlineData("10.0.0.5-10.0.0.20", "10.0.0.1-10.0.0.9", SubnetRelationKind.Overlap, "10.0.0.5-10.0.0.9",
        "10.0.0.0/27")]
    [InlineData("::/0", "ffff::/16", SubnetRelationKind.Superset, "ffff::/16", "::/0")]
    public void How_one_lies_to_the_other(
        string reference, string difference, SubnetRelationKind kind, string? overlap, string? supernet)
    {
        SubnetRelation relation = AddressRangeRelation.Describe(
            AddressRange.Parse(reference), AddressRange.Parse(difference));
        Assert.Equal(
            new SubnetRelation(Canonical(reference), Canonical(difference), kind, overlap, supernet), relation);
    }

    private static string Canonical(string text) => AddressRange.Parse(text).ToNetworkText();
}
