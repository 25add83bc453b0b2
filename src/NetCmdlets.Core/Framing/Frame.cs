namespace NetCmdlets.Framing;

/// <summary>Where a message lies in the bytes.</summary>
/// <param name="Start">The first byte of the message.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Consumed">How many bytes it took with its framing, from the first.</param>
public readonly record struct Frame(int Start, int Length, int Consumed);
