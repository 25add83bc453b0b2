namespace NetCmdlets;

/// <summary>What one network or range is to another.</summary>
public enum SubnetRelationKind
{
    /// <summary>They share no address, and others lie between them.</summary>
    Disjoint,

    /// <summary>They share no address, and one begins where the other ends.</summary>
    Adjacent,

    /// <summary>They share addresses, and each has some of its own. Never so for networks, only for ranges.</summary>
    Overlap,

    /// <summary>All of its addresses are the other's, too, which has more.</summary>
    Subset,

    /// <summary>It has all of the other's addresses, and more.</summary>
    Superset,

    /// <summary>They are the same addresses.</summary>
    Equal,
}
