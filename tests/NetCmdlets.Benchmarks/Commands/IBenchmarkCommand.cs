namespace NetCmdlets.Benchmarks.Commands;

/// <summary>
/// One subcommand of the benchmark program. Every class of this assembly that implements it is found by itself: a
/// new measurement is a new file in the folder of its area.
/// </summary>
internal interface IBenchmarkCommand
{
    /// <summary>What is typed: lower case, words joined by hyphens ('echo-load').</summary>
    string Name { get; }

    /// <summary>One line of what it measures.</summary>
    string Summary { get; }

    /// <summary>The options it takes, one a line ('--port N  the port (required)'); empty for none.</summary>
    string Options { get; }

    /// <summary>Runs it and returns the process's exit code: 0, 1 for a failed measurement.</summary>
    /// <exception cref="UsageException">An option is unknown, missing or malformed.</exception>
    Task<int> RunAsync(CommandOptions options);
}
