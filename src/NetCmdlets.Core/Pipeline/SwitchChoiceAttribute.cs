namespace NetCmdlets.Pipeline;

/// <summary>
/// Says of an enumeration that its members, but the first, are written as switches of their own that exclude each other
/// (-IPv4, -IPv6) and not as the values of an option.
/// </summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class SwitchChoiceAttribute : Attribute;
