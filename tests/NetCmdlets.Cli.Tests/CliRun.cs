using NetCmdlets.Cli;
using NetCmdlets.Cli.Binding;

namespace NetCmdlets.Cli.Tests;

/// <summary>One run of the program in this process: what it wrote and the exit code.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The core's operations, and those of this assembly.</summary>
    public static readonly OperationCatalog Catalog = new(typeof(NetServer).Assembly, typeof(CliRun).Assembly);

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static CliRun Of(params string[] arguments) => With(null, arguments);

    /// <summary>Runs with lines on standard input.</summary>
    public static CliRun With(string? input, params string[] arguments)
        => With(Catalog, input, CancellationToken.None, arguments);

    public static CliRun With(
        OperationCatalog catalog, string? input, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var console = new CliConsole
        {
            Input = new StringReader(input ?? ""),
            Output = output,
            Errors = errors,
            InputIsRedirected = input is not null,
        };
        int code = new Application(catalog, console).Run(arguments, cancellationToken);
        return new CliRun(code, output.ToString(), errors.ToString());
    }
}
