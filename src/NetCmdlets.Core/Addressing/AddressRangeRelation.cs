namespace NetCmdlets.Addressing;

/// <summary>Compares ranges.</summary>
public static class AddressRangeRelation
{
    /// <summary>What the first range is to the second.</summary>
    public static SubnetRelationKind Between(AddressRange reference, AddressRange difference)
    {
        if (reference.IsIPv6 != difference.IsIPv6)
            return SubnetRelationKind.Disjoint;

        if (reference == difference)
            return SubnetRelationKind.Equal;

        if (reference.Contains(difference.First) && reference.Contains(difference.Last))
            return SubnetRelationKind.Superset;

        if (difference.Contains(reference.First) && difference.Contains(reference.Last))
            return SubnetRelationKind.Subset;

        if (reference.First <= difference.Last && difference.First <= reference.Last)
            return SubnetRelationKind.Overlap;

        AddressRange lower = reference.First < difference.First ? reference : difference;
        AddressRange upper = reference.First < difference.First ? difference : reference;
        return upper.First.Bits - 1 == lower.Last.Bits ? SubnetRelationKind.Adjacent : SubnetRelationKind.Disjoint;
    }

    /// <summary>The whole comparison as a result.</summary>
    public static SubnetRelation Describe(AddressRange reference, AddressRange difference)
    {
        SubnetRelationKind kind = Between(reference, difference);
        string? overlap = kind is SubnetRelationKind.Disjoint or SubnetRelationKind.Adjacent
            ? null
            : new AddressRange(Later(reference.First, difference.First), Earlier(reference.Last, difference.Last))
                .ToNetworkText();
        string? supernet = reference.IsIPv6 == difference.IsIPv6
            ? Whole(Earlier(reference.First, difference.First), Later(reference.Last, difference.Last)).ToString()
            : null;
        return new SubnetRelation(reference.ToNetworkText(), difference.ToNetworkText(), kind, overlap, supernet);
    }

    /// <summary>The smallest network that holds a range.</summary>
    public static NetworkPrefix Supernet(AddressRange range) => Whole(range.First, range.Last);

    private static NetworkPrefix Whole(AddressValue first, AddressValue last) =>
        NetworkPrefix.Containing(first, first.Width).CommonSupernet(NetworkPrefix.Containing(last, last.Width));

    private static AddressValue Earlier(AddressValue one, AddressValue other) => one < other ? one : other;

    private static AddressValue Later(AddressValue one, AddressValue other) => one > other ? one : other;
}
