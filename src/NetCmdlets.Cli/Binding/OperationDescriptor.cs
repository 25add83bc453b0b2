using System.Reflection;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Binding;

/// <summary>An operation as the command line knows it: its name and the options of its request record.</summary>
internal sealed class OperationDescriptor
{
    /// <summary>Reads an operation's attribute and its request record's properties.</summary>
    public OperationDescriptor(Type operation, NetOperationAttribute attribute)
    {
        Operation = operation;
        Command = attribute.Command;
        Request = attribute.Request;
        Output = attribute.Output;
        Concurrency = attribute.Concurrency;
        IsTest = attribute.IsTest || Command.StartsWith("Test-", StringComparison.OrdinalIgnoreCase)
            || Command.StartsWith("Wait-", StringComparison.OrdinalIgnoreCase);
        Options = [.. Request.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .SelectMany(OptionDescriptor.Of)
            .OrderBy(option => option.Position < 0 ? int.MaxValue : option.Position)];
    }

    /// <summary>The operation's type.</summary>
    public Type Operation { get; }

    /// <summary>The cmdlet's name.</summary>
    public string Command { get; }

    /// <summary>The request record's type.</summary>
    public Type Request { get; }

    /// <summary>The type of the results, where it is told.</summary>
    public Type? Output { get; }

    /// <summary>How many requests run at once.</summary>
    public int Concurrency { get; }

    /// <summary>The options, those with a place first.</summary>
    public IReadOnlyList<OptionDescriptor> Options { get; }

    /// <summary>The option that lines of standard input are bound to; null where there is none.</summary>
    public OptionDescriptor? Pipeline => Options.FirstOrDefault(option => option.Pipeline);

    /// <summary>Makes the operation, for one use: whatever its constructor takes has a default.</summary>
    public object CreateOperation()
    {
        ConstructorInfo constructor = Operation.GetConstructors()
            .OrderBy(candidate => candidate.GetParameters().Length)
            .FirstOrDefault(candidate => candidate.GetParameters().All(parameter => parameter.HasDefaultValue))
            ?? throw new InvalidOperationException($"{Operation} has no constructor without arguments.");
        object?[] defaults = [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)];
        return constructor.Invoke(defaults);
    }

    /// <summary>Whether the command asks a question, so that 'no' is told by the exit code.</summary>
    public bool IsTest { get; }
}
