namespace NetCmdlets.Cli.Demo;

/// <summary>placeholder</summary>
internal sealed class DemoCommand(CliConsole console)
{
    /// <summary>x</summary>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        console.Errors.WriteLine("not yet");
        return ExitCode.Failure;
    }
}
