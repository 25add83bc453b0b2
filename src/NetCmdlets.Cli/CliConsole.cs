using NetCmdlets.Cli.Output;

namespace NetCmdlets.Cli;

/// <summary>The program's surroundings: real ones in Program, made ones in tests.</summary>
internal sealed record CliConsole
{
    /// <summary>Standard input.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Standard output. A write to a reader that has left throws an IOException.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Errors { get; init; }

    /// <summary>Whether standard input is not a terminal.</summary>
    public bool InputIsRedirected { get; init; }

    /// <summary>Whether standard error is a terminal, so that progress can be shown.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>How many columns a table may have.</summary>
    public int Width { get; init; } = TableWriter.DefaultWidth;

    /// <summary>Writes a line to standard error, after what was written to standard output so far.</summary>
    public void WriteError(string line)
    {
        Output.Flush();
        Errors.WriteLine(line);
    }
}
