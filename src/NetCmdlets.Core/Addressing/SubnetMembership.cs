namespace NetCmdlets;

/// <summary>Which of many networks an address is in.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsMember">Whether it is in any of them.</param>
/// <param name="Network">The one with the longest prefix that it is in; null where it is in none.</param>
/// <param name="PrefixLength">The length of that prefix; null where it is in none.</param>
public sealed record SubnetMembership(string Address, bool IsMember, string? Network, int? PrefixLength);
