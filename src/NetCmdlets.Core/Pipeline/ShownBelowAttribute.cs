namespace NetCmdlets.Pipeline;

/// <summary>
/// Marks lines of a result that a table shows under the result's row: a drawing that no column can hold.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownBelowAttribute : Attribute;
