using System.Reflection;
using NetCmdlets.Cli.Binding;
using NetCmdlets.ModuleBuilder;

namespace NetCmdlets.Cli.Help;

/// <summary>The commands 'help' and 'list'.</summary>
internal sealed class HelpCommand(OperationCatalog catalog, CliConsole console)
{
    private const string Usage = """
        netcmdlets: networking commands for any shell

          netcmdlets <Verb-Noun> [-Name value]…   runs a command
          netcmdlets list                         names all commands
          netcmdlets help <Verb-Noun>             tells what a command does, and its options
          netcmdlets demo                         shows what it can do, on the loopback interface

        Options are written as in PowerShell: -Port 80, -Port:80, -Port 22,80; any beginning of a name that is only
        one option's will do. Lines of standard input are taken one by one, like objects of a pipeline. Start-* runs
        until Ctrl+C. Times are in seconds.

        Every command has -OutputFormat Table|Json|Csv, -Verbose, -Help, and -NetLog <file> with -NetLogFormat
        Text|Json and -NetLogLevel Verbose|Debug|Information|Warning|Error.

        Exit codes: 0 success, 1 a failure or a Test-* that is false, 2 bad usage, 130 stopped by Ctrl+C.
        Errors are on standard error as 'id: message'.
        """;

    /// <summary>Shows a command's help, or how to use the program.</summary>
    public int Show(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            console.Output.WriteLine(Usage);
            return ExitCode.Success;
        }

        RequireAtMost(arguments, 1, "help");
        OperationDescriptor operation = catalog.Find(arguments[0]);
        HelpPage? page = HelpPages.Find(operation.Command);
        Heading("NAME");
        Paragraph($"{operation.Command}: {string.Join(' ', page?.Synopsis ?? [])}");
        Heading("SYNTAX");
        Paragraph($"netcmdlets {operation.Command} {string.Join(' ', operation.Options.Select(Syntax))}");
        if (page is not null)
        {
            Heading("DESCRIPTION");
            foreach (string paragraph in page.Description)
                Paragraph(paragraph);
        }

        Heading("OPTIONS");
        foreach (OptionDescriptor option in operation.Options)
            Show(option, page);
        foreach (HelpExample example in page?.Examples ?? [])
        {
            Heading($"EXAMPLE (in PowerShell) {example.Title}");
            foreach (string line in example.Code.Split('\n'))
                console.Output.WriteLine($"  {line}".TrimEnd());
        }

        return ExitCode.Success;
    }

    /// <summary>Names all commands with what they do.</summary>
    public int List(IReadOnlyList<string> arguments)
    {
        RequireAtMost(arguments, 0, "list");
        int width = catalog.All.Max(operation => operation.Command.Length) + 2;
        foreach (OperationDescriptor operation in catalog.All)
        {
            string synopsis = string.Join(' ', HelpPages.Find(operation.Command)?.Synopsis ?? []);
            foreach ((string text, int index) in Wrap(synopsis, console.Width - width).Select((text, at) => (text, at)))
                console.Output.WriteLine((index == 0 ? operation.Command : "").PadRight(width) + text);
        }

        return ExitCode.Success;
    }

    /// <summary>Tells the program's version.</summary>
    public int Version(IReadOnlyList<string> arguments)
    {
        RequireAtMost(arguments, 0, "version");
        string version = typeof(HelpCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        console.Output.WriteLine($"netcmdlets {version.Split('+')[0]}");
        return ExitCode.Success;
    }

    /// <summary>Text broken into lines between words; one empty line where there is no text.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static void RequireAtMost(IReadOnlyList<string> arguments, int count, string command)
    {
        if (arguments.Count > count)
            throw new UsageException($"'{command}' has no place for '{arguments[count]}'.");
    }

    private static string Syntax(OptionDescriptor option)
    {
        string name = option.Position >= 0 ? $"[-{option.Name}]" : $"-{option.Name}";
        string text = option.IsSwitch ? name : $"{name} {option.Shape.Placeholder()}";
        return option.Mandatory ? text : $"[{text}]";
    }

    private void Show(OptionDescriptor option, HelpPage? page)
    {
        string aliases = option.Aliases.Count == 0
            ? ""
            : $" (also {string.Join(", ", option.Aliases.Select(alias => "-" + alias))})";
        string lines = option.Pipeline ? " Takes lines of standard input." : "";
        string shape = option.IsSwitch ? "" : " " + option.Shape.Placeholder();
        console.Output.WriteLine($"  -{option.Name}{shape}{aliases}");
        string text = string.Join(' ', HelpPages.TextOf(page, option.Name)) + lines;
        foreach (string line in Wrap(text, console.Width - 6).Where(line => line.Length > 0))
            console.Output.WriteLine($"      {line}");
    }

    private void Heading(string text) => console.Output.WriteLine($"{Environment.NewLine}{text}");

    private void Paragraph(string text)
    {
        // What is set in is code or a list: its line breaks are its own.
        IEnumerable<string> lines = text.StartsWith(' ') ? [text] : Wrap(text, console.Width - 2);
        foreach (string line in lines)
            console.Output.WriteLine($"  {line}");
    }
}
