using System.Text.RegularExpressions;

namespace NetCmdlets.Cli.Binding;

/// <summary>
/// Arguments to options as PowerShell has it: -Name value, -Name:value, -Switch, names by any beginning that is only
/// one option's, lists with commas between, and arguments without a name by their place; where the last place is a
/// list's, it takes all that follow. After '--' nothing is a name.
/// </summary>
internal sealed partial class CommandLine
{
    private readonly Dictionary<OptionDescriptor, List<string>> named = [];
    private readonly List<string> free = [];

    private CommandLine()
    {
    }

    /// <summary>The texts of each option that was given, by name or by place.</summary>
    public IReadOnlyDictionary<OptionDescriptor, List<string>> Values => named;

    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <param name="options">The command's options and the program's own.</param>
    /// <param name="command">The command's name, for messages.</param>
    /// <exception cref="UsageException">A name is no option's or many options', or a value is missing.</exception>
    public static CommandLine Read(
        IReadOnlyList<string> arguments, IReadOnlyList<OptionDescriptor> options, string command)
    {
        var line = new CommandLine();
        bool names = true;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (names && argument == "--")
                names = false;
            else if (names && IsName(argument))
                i = line.ReadNamed(arguments, i, options, command);
            else
                line.free.Add(Continued(arguments, ref i));
        }

        line.Place(options, command);
        return line;
    }

    /// <summary>A dash and a letter begin a name; '-1' is a number and '-' is standard input.</summary>
    private static bool IsName(string argument)
        => argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] is '-' or '?');

    /// <summary>A value that ends in a comma goes on in the next argument: '22, 80'.</summary>
    private static string Continued(IReadOnlyList<string> arguments, ref int index)
    {
        string text = arguments[index];
        while (text.Length > 1 && text[^1] == ',' && index + 1 < arguments.Count && !IsName(arguments[index + 1]))
            text += arguments[++index];
        return text;
    }

    private static OptionDescriptor Find(string name, IReadOnlyList<OptionDescriptor> options, string command)
    {
        OptionDescriptor? exact = options.FirstOrDefault(option => Names(option).Any(
            known => known.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (exact is not null)
            return exact;
        OptionDescriptor[] matches = [.. options.Where(option => Names(option).Any(
            known => name.Length > 0 && known.StartsWith(name, StringComparison.OrdinalIgnoreCase)))];
        return matches.Length switch
        {
            1 => matches[0],
            0 => throw Unknown(),
            _ => throw new UsageException(
                $"-{name} may be {string.Join(" or ", matches.Select(match => "-" + match.Name))}: write more of it."),
        };

        UsageException Unknown()
        {
            string hint = NearNames.Question(
                NearNames.Of(name, options.SelectMany(Names)).Select(near => "-" + near));
            return new UsageException(hint.Length > 0
                ? $"{command} has no option -{name}. {hint}"
                : $"{command} has no option -{name}. 'netcmdlets help {command}' names them.");
        }

        static IEnumerable<string> Names(OptionDescriptor option) => option.Aliases.Prepend(option.Name);
    }

    /// <summary>The items of a list; a comma after a backslash is part of an item.</summary>
    private static string[] Split(OptionDescriptor option, string text) => !option.Shape.IsList
        ? [text]
        :
        [
            .. Comma().Split(text)
                .Select(item => item.Trim().Replace("\\,", ",", StringComparison.Ordinal))
                .Where(item => item.Length > 0),
        ];

    private int ReadNamed(
        IReadOnlyList<string> arguments, int index, IReadOnlyList<OptionDescriptor> options, string command)
    {
        string argument = arguments[index].TrimStart('-');
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        OptionDescriptor option = Find(colon < 0 ? argument : argument[..colon], options, command);
        string? value = colon < 0 ? null : argument[(colon + 1)..];
        if (value is null && option.IsSwitch)
            value = "true";
        if (value is null)
        {
            if (++index >= arguments.Count || IsName(arguments[index]))
                throw new UsageException($"-{option.Name} needs a value: {option.Shape.Placeholder()}.");
            value = Continued(arguments, ref index);
        }

        if (!named.TryAdd(option, [.. Split(option, value)]))
        {
            if (!option.Shape.IsList)
                throw new UsageException($"-{option.Name} is given twice.");
            named[option].AddRange(Split(option, value));
        }

        return index;
    }

    private void Place(IReadOnlyList<OptionDescriptor> options, string command)
    {
        var places = new Queue<OptionDescriptor>(options
            .Where(option => option.Position >= 0 && !named.ContainsKey(option))
            .OrderBy(option => option.Position));
        OptionDescriptor? last = null;
        foreach (string text in free)
        {
            if (places.TryDequeue(out OptionDescriptor? option))
                named[last = option] = [.. Split(option, text)];
            else if (last is { Shape.IsList: true })
                named[last].AddRange(Split(last, text));
            else
                throw new UsageException($"{command} has no place for '{text}'; 'netcmdlets help {command}' tells more.");
        }
    }

    [GeneratedRegex(@"(?<!\\),")]
    private static partial Regex Comma();
}
