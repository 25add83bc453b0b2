namespace NetCmdlets.Diagnostics;

/// <summary>
/// Where lines for the verbose stream go that come about below an operation: in the resolver, in the dialer, between
/// two tries. They belong to whatever use runs the code, so that no parameter has to be handed down to them.
/// </summary>
/// <remarks>
/// A use that wants no such lines opens no sink, and pays for looking only. What outlives a use (a session that
/// reconnects) keeps the use's sink, which takes nothing more then.
/// </remarks>
internal static class VerboseSink
{
    private static readonly AsyncLocal<Func<string, ValueTask>?> Current = new();

    /// <summary>Whether anybody wants lines: ask before making one.</summary>
    public static bool IsOpen => Current.Value is not null;

    /// <summary>Sends the lines of the current flow, and of all that it starts, to a sink.</summary>
    public static void Open(Func<string, ValueTask> sink) => Current.Value = sink;

    /// <summary>Hands a line to the sink; waits where the consumer is slow.</summary>
    public static ValueTask WriteAsync(string line) => Current.Value is { } sink ? sink(line) : default;
}
