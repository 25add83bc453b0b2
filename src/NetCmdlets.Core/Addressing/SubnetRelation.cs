namespace NetCmdlets;

/// <summary>How two networks or ranges lie to each other.</summary>
/// <param name="ReferenceNetwork">The one that is compared with.</param>
/// <param name="DifferenceNetwork">The one that is compared.</param>
/// <param name="Relation">What the reference is to the difference: Superset means that it holds all of it.</param>
/// <param name="Overlap">The addresses they share, as a network or as first-last; null where there are none.</param>
/// <param name="CommonSupernet">The smallest network that holds both; null where the families differ.</param>
public sealed record SubnetRelation(
    string ReferenceNetwork,
    string DifferenceNetwork,
    SubnetRelationKind Relation,
    string? Overlap,
    string? CommonSupernet);
