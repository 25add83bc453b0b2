namespace NetCmdlets.Cli.Output;

/// <summary>How the results of a type are shown.</summary>
/// <param name="Columns">The table's columns.</param>
/// <param name="Group">What the rows of one table have in common; null where all are in one.</param>
internal sealed record View(IReadOnlyList<ViewColumn> Columns, ViewGroup? Group);

/// <summary>What the rows of a table have in common: a line above it tells.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Parts">The properties that make it.</param>
internal sealed record ViewGroup(string Label, IReadOnlyList<ViewColumn> Parts)
{
    /// <summary>The group that a result is of.</summary>
    public string Of(object result)
        => $"{Label}: {string.Join(' ', Parts.Select(part => part.TextOf(result)).Where(text => text.Length > 0))}";
}
