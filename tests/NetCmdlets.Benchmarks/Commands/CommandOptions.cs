using System.Globalization;

namespace NetCmdlets.Benchmarks.Commands;

/// <summary>The options of one subcommand: '--name value' pairs, and flags ('--name' followed by no value).</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string?> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public CommandOptions(IReadOnlyList<string> arguments)
    {
        Raw = arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"'{arguments[i]}' is not an option.");
            bool hasValue = i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            values[arguments[i][2..]] = hasValue ? arguments[++i] : null;
        }
    }

    /// <summary>What was typed, for a command that hands it on.</summary>
    public IReadOnlyList<string> Raw { get; }

    public string Text(string name, string? otherwise = null)
        => Find(name) ?? otherwise ?? throw new UsageException($"--{name} is required.");

    public int Whole(string name, int? otherwise = null)
    {
        string? text = Find(name);
        if (text is null)
            return otherwise ?? throw new UsageException($"--{name} is required.");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new UsageException($"--{name} takes a whole number, not '{text}'.");
    }

    public double Number(string name, double otherwise)
    {
        string? text = Find(name);
        if (text is null)
            return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new UsageException($"--{name} takes a number above zero, not '{text}'.");
    }

    public bool Flag(string name)
    {
        asked.Add(name);
        return values.ContainsKey(name);
    }

    /// <summary>Refuses an option that nobody asked for. Called once all were read, before the work starts.</summary>
    public void RefuseOthers()
    {
        foreach (string name in values.Keys)
        {
            if (!asked.Contains(name))
                throw new UsageException($"--{name} is not an option of this command.");
        }
    }

    private string? Find(string name)
    {
        asked.Add(name);
        if (!values.TryGetValue(name, out string? value))
            return null;
        return value ?? throw new UsageException($"--{name} takes a value.");
    }
}
