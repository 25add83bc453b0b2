namespace NetCmdlets.Cli;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>A target failed, or a Test-* was false.</summary>
    public const int Failure = 1;

    /// <summary>The command line could not be read, or asks for what cannot be.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;
}
