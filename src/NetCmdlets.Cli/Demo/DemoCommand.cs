using NetCmdlets.Cli.Binding;
using NetCmdlets.Cli.Execution;
using NetCmdlets.Cli.Output;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Demo;

/// <summary>
/// Runs the demonstration: each step as a user would type it, with the table that a user would see. It succeeds only
/// where every reply was right.
/// </summary>
internal sealed class DemoCommand(OperationCatalog catalog, CliConsole console)
{
    private readonly Dictionary<string, int> ports = [];
    private readonly List<NetServer> servers = [];

    /// <summary>Runs all steps, and stops the servers however it ends.</summary>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count > 0)
            throw new UsageException($"'demo' has no place for '{arguments[0]}'.");
        int right = 0;
        try
        {
            foreach (DemoStep step in DemoScript.Steps)
            {
                string? wrong = Run(step, cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                    return ExitCode.Interrupted;
                if (wrong is null)
                    right++;
                else
                    console.WriteError($"WRONG: {DisplayText.OnOneLine(wrong)}.");
            }

            Show("What the servers saw", servers);
        }
        finally
        {
            Task.WhenAll(servers.Select(server => server.StopAsync(TimeSpan.Zero))).GetAwaiter().GetResult();
        }

        console.Output.WriteLine();
        console.Output.WriteLine($"{right} of {DemoScript.Steps.Count} steps were right.");
        return right == DemoScript.Steps.Count ? ExitCode.Success : ExitCode.Failure;
    }

    private string? Run(DemoStep step, CancellationToken cancellationToken)
    {
        var sink = new StepSink(console, step);
        try
        {
            string[] arguments = step.ArgumentsFor(ports);
            sink.Announce(arguments);
            OperationDescriptor operation = catalog.Find(arguments[0]);
            BoundCommand command = BoundCommand.Read(operation, arguments[1..], step.Lines.Count > 0);
            sink.Begin(operation);
            using var lines = new StringReader(string.Join('\n', step.Lines));
            OperationRunner.For(operation).Run(command, lines, sink, console.Output.Flush, cancellationToken);
        }
        catch (Exception error) when (error is UsageException or NetException or KeyNotFoundException)
        {
            return error.Message;
        }

        foreach (NetServer server in sink.Results.OfType<NetServer>())
        {
            servers.Add(server);
            ports[server.Protocol.ToLowerInvariant()] = server.Port ?? 0;
        }

        return sink.Failure ?? step.Check(sink.Results);
    }

    private void Show(string title, IReadOnlyList<object> results)
    {
        console.Output.WriteLine();
        console.Output.WriteLine($"# {title}");
        var table = new TableWriter(console.Output, console.Width, typeof(NetServer));
        foreach (object result in results)
            table.Write(result);
    }

    /// <summary>Shows a step's results as a table, and keeps them for its check.</summary>
    private sealed class StepSink(CliConsole console, DemoStep step) : IPipelineSink
    {
        private TableWriter? table;

        public List<object> Results { get; } = [];

        public string? Failure { get; private set; }

        public void Announce(IReadOnlyList<string> arguments)
        {
            string input = step.Lines.Count == 0 ? "" : $"printf '{string.Join("\\n", step.Lines)}\\n' | ";
            string line = string.Join(' ', arguments.Select(Shown));
            console.Output.WriteLine();
            console.Output.WriteLine($"# {step.Title}");
            console.Output.WriteLine($"$ {input}netcmdlets {line}");
        }

        private static string Shown(string argument) => argument.Length > 40 ? $"{argument[..16]}…"
            : argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'"
            : argument;

        public void Begin(OperationDescriptor operation)
            => table = new TableWriter(console.Output, console.Width, operation.Output);

        public void WriteResult(object result)
        {
            Results.Add(result);
            table!.Write(result);
        }

        public void WriteFailure(NetFailure failure) => Failure ??= $"{failure.ErrorId}: {failure.Message}";

        public void WriteVerboseText(string text)
        {
        }

        public void WriteWarningText(string text) => console.WriteError($"warning: {text}");

        public void WriteProgressStatus(OperationProgress progress)
        {
        }
    }
}
