namespace NetCmdlets.Operations.Handshake;

/// <summary>The hosts behind what a user named.</summary>
internal static class HostTargets
{
    /// <summary>Whether a list of targets is one host.</summary>
    public static bool IsSingle(IReadOnlyList<string> targets)
        => targets.Count == 1 && !string.IsNullOrWhiteSpace(targets[0]);

    /// <summary>Each host, as it is asked for.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> targets)
        => targets.Where(target => !string.IsNullOrWhiteSpace(target));
}
