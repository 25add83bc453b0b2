using System.Reflection;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Binding;

/// <summary>All operations of some assemblies, found by their attribute: a new operation needs no word here.</summary>
internal sealed class OperationCatalog
{
    private readonly SortedDictionary<string, OperationDescriptor> operations = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the operations of the assemblies; a later one takes the place of an earlier of its name.</summary>
    public OperationCatalog(params Assembly[] assemblies)
    {
        foreach (Type type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetCustomAttribute<NetOperationAttribute>() is NetOperationAttribute attribute)
                operations[attribute.Command] = new OperationDescriptor(type, attribute);
        }
    }

    /// <summary>The core's operations.</summary>
    public static OperationCatalog OfCore() => new(typeof(NetOperationAttribute).Assembly);

    /// <summary>All operations by name.</summary>
    public IReadOnlyCollection<OperationDescriptor> All => operations.Values;

    /// <summary>Finds an operation, whatever the case of its name.</summary>
    /// <exception cref="UsageException">There is none; the message names the likely ones.</exception>
    public OperationDescriptor Find(string command)
    {
        if (operations.TryGetValue(command, out OperationDescriptor? found))
            return found;
        string noun = command[(command.IndexOf('-', StringComparison.Ordinal) + 1)..];
        string[] near = [.. operations.Keys.Where(name => noun.Length > 2
            && name.Contains(noun, StringComparison.OrdinalIgnoreCase))];
        string hint = near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "'netcmdlets list' names them all.";
        throw new UsageException($"There is no command '{command}'. {hint}");
    }
}
