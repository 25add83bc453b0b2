using NetCmdlets.Cli.Binding;
using NetCmdlets.Cli.Demo;
using NetCmdlets.Cli.Execution;
using NetCmdlets.Cli.Help;
using NetCmdlets.Cli.Output;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Cli;

/// <summary>The program: a command's name and its arguments to an exit code.</summary>
internal sealed class Application(OperationCatalog catalog, CliConsole console)
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The command's name and its arguments.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C and by a request to end.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            int code = Dispatch(arguments, cancellationToken);
            console.Output.Flush();
            return code;
        }
        catch (OutputClosedException)
        {
            // '| head -1' has what it wanted.
            return ExitCode.Success;
        }
        catch (Exception error) when (Explain(error) is (FailureKind kind, int code))
        {
            return Fail(kind, error.Message, code);
        }
        finally
        {
            NetLogControl.Default.Disable();
        }
    }

    /// <summary>The id and exit code of what ended a command; null for a fault of the program itself.</summary>
    private static (FailureKind Kind, int ExitCode)? Explain(Exception error) => error switch
    {
        // An ArgumentException is the request record's own check.
        UsageException or ArgumentException => (FailureKind.InvalidRequest, ExitCode.Usage),
        NetException
        {
            Kind: FailureKind.InvalidRequest or FailureKind.InvalidPort or FailureKind.InvalidAddress
            or FailureKind.InvalidSubnet
        } invalid => (invalid.Kind, ExitCode.Usage),
        NetException failed => (failed.Kind, ExitCode.Failure),
        IOException or UnauthorizedAccessException => (FailureKind.FileFailed, ExitCode.Failure),
        _ => null,
    };

    private int Dispatch(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        string command = arguments.Count > 0 ? arguments[0] : "";
        string[] rest = [.. arguments.Skip(1)];
        var help = new HelpCommand(catalog, console);
        return command.TrimStart('-').ToUpperInvariant() switch
        {
            "" or "HELP" or "H" or "?" => help.Show(rest),
            "LIST" => help.List(rest),
            "VERSION" => help.Version(rest),
            "DEMO" => new DemoCommand(catalog, console).Run(rest, cancellationToken),
            _ => RunOperation(catalog.Find(command), rest, help, cancellationToken),
        };
    }

    private int RunOperation(
        OperationDescriptor operation,
        IReadOnlyList<string> arguments,
        HelpCommand help,
        CancellationToken cancellationToken)
    {
        BoundCommand command = BoundCommand.Read(operation, arguments, console.InputIsRedirected);
        ProgramOptions options = command.Program;
        if (options.Help)
            return help.Show([operation.Command]);
        if (options.NetLog is not null)
        {
            NetLogControl.Default.Enable(new NetLogOptions
            {
                Path = options.NetLog,
                Format = options.NetLogFormat,
                MinimumLevel = options.NetLogLevel,
            });
        }

        IResultWriter writer = options.OutputFormat switch
        {
            OutputFormat.Json => new JsonLineWriter(console.Output, operation.Output),
            OutputFormat.Csv => new CsvWriter(console.Output, operation.Output),
            _ => new TableWriter(console.Output, console.Width, operation.Output),
        };
        var sink = new ConsoleSink(writer, console, options.Verbose);
        OperationRunner.For(operation).Run(command, console.Input, sink, console.Output.Flush, cancellationToken);
        sink.ClearProgress();
        console.Output.Flush();
        bool sound = sink.Servers.Count == 0
            || ServerWait.RunAsync(sink.Servers, cancellationToken).GetAwaiter().GetResult();
        if (sink.Servers.Count == 0 && cancellationToken.IsCancellationRequested)
            return ExitCode.Interrupted;
        bool no = operation.IsTest && (sink.SaidNo || sink.Results == 0);
        return sink.Failures > 0 || no || !sound ? ExitCode.Failure : ExitCode.Success;
    }

    private int Fail(FailureKind kind, string message, int exitCode)
    {
        console.WriteError($"{kind}: {DisplayText.OnOneLine(message)}");
        return exitCode;
    }
}
