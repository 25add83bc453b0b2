using System.Reflection;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Binding;

/// <summary>Operations, found by their attribute: a new one needs no word here.</summary>
internal sealed class OperationCatalog
{
    private readonly SortedDictionary<string, OperationDescriptor> operations = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the operations of the assemblies.</summary>
    public OperationCatalog(params Assembly[] assemblies)
        => With(assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsNested));

    /// <summary>The core's operations.</summary>
    public static OperationCatalog OfCore() => new(typeof(NetOperationAttribute).Assembly);

    /// <summary>All operations by name.</summary>
    public IReadOnlyCollection<OperationDescriptor> All => operations.Values;

    /// <summary>Adds the operations among the types; one takes the place of another of its name.</summary>
    public OperationCatalog With(IEnumerable<Type> types)
    {
        foreach (Type type in types)
        {
            if (type.GetCustomAttribute<NetOperationAttribute>() is NetOperationAttribute attribute)
                operations[attribute.Command] = new OperationDescriptor(type, attribute);
        }

        return this;
    }

    /// <summary>Finds an operation, whatever the case of its name.</summary>
    /// <exception cref="UsageException">There is none; the message names the likely ones.</exception>
    public OperationDescriptor Find(string command)
    {
        if (operations.TryGetValue(command, out OperationDescriptor? found))
            return found;
        string noun = command[(command.IndexOf('-', StringComparison.Ordinal) + 1)..];
        string[] near = [.. operations.Keys.Where(name => noun.Length > 2
            && name.Contains(noun, StringComparison.OrdinalIgnoreCase))];
        string hint = NearNames.Question(near.Length > 0 ? near : NearNames.Of(command, operations.Keys));
        if (hint.Length == 0)
            hint = "'netcmdlets list' names them all.";
        throw new UsageException($"There is no command '{command}'. {hint}");
    }
}
