namespace NetCmdlets.Operations.Handshake;

/// <summary>The hosts behind what a user named.</summary>
internal static class HostTargets
{
    /// <summary>Each host, as it is asked for.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> targets)
        => targets.Where(target => !string.IsNullOrWhiteSpace(target));
}
