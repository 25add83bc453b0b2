using BenchmarkDotNet.Running;

namespace NetCmdlets.Benchmarks.Commands;

/// <summary>Finds the subcommand that was typed and runs it.</summary>
internal static class CommandTable
{
    private const int BadUsage = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || arguments[0] is "help" or "--help" or "-h")
        {
            PrintHelp();
            return arguments.Length == 0 ? BadUsage : 0;
        }

        // BenchmarkDotNet parses its own options ('bdn --filter *Subnet*').
        if (arguments[0] == "bdn")
        {
            BenchmarkSwitcher.FromAssembly(typeof(CommandTable).Assembly).Run(arguments[1..]);
            return 0;
        }

        IBenchmarkCommand? command = Commands().FirstOrDefault(known => known.Name == arguments[0]);
        if (command is null)
        {
            Console.Error.WriteLine($"'{arguments[0]}' is not a command; 'help' lists them.");
            return BadUsage;
        }

        try
        {
            return await command.RunAsync(new CommandOptions(arguments[1..]));
        }
        catch (UsageException bad)
        {
            Console.Error.WriteLine(bad.Message);
            Console.Error.WriteLine(command.Options);
            return BadUsage;
        }
    }

    private static IEnumerable<IBenchmarkCommand> Commands() => typeof(CommandTable).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(IBenchmarkCommand).IsAssignableFrom(type))
        .Select(type => (IBenchmarkCommand)Activator.CreateInstance(type)!)
        .OrderBy(command => command.Name, StringComparer.Ordinal);

    private static void PrintHelp()
    {
        Console.WriteLine("netcmdlets-bench <command> [--option value]...");
        Console.WriteLine();
        Console.WriteLine("bdn: BenchmarkDotNet over codecs and address maths ('bdn --list flat', 'bdn --filter *')");
        foreach (IBenchmarkCommand command in Commands())
        {
            Console.WriteLine($"{command.Name}: {command.Summary}");
            foreach (string line in command.Options.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Console.WriteLine($"    {line}");
        }
    }
}
