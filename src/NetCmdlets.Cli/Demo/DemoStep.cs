namespace NetCmdlets.Cli.Demo;

/// <summary>One command line of the demonstration, and what its results must be.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Arguments">The command and its arguments; '{tcp}' and '{udp}' stand for the servers' ports.</param>
/// <param name="Check">What is wrong with the results; null where all is right.</param>
internal sealed record DemoStep(
    string Title, IReadOnlyList<string> Arguments, Func<IReadOnlyList<object>, string?> Check)
{
    /// <summary>What standard input would carry, one line each.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The arguments with the ports in place.</summary>
    public string[] ArgumentsFor(IReadOnlyDictionary<string, int> ports) => [.. Arguments.Select(argument =>
        argument.StartsWith('{') ? ports[argument.Trim('{', '}')].ToString(null as IFormatProvider) : argument)];
}
