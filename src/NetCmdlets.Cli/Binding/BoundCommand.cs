namespace NetCmdlets.Cli.Binding;

/// <summary>A command with its arguments read: it makes one request in all, or one for each line of input.</summary>
internal sealed class BoundCommand
{
    private readonly List<(OptionDescriptor Option, object Value)> values = [];
    private readonly HashSet<OptionDescriptor> given = [];

    private BoundCommand(OperationDescriptor operation) => Operation = operation;

    /// <summary>The command.</summary>
    public OperationDescriptor Operation { get; }

    /// <summary>The program's own options.</summary>
    public ProgramOptions Program { get; } = new();

    /// <summary>The option that lines of standard input are bound to; null where none is read.</summary>
    public OptionDescriptor? Lines { get; private set; }

    /// <summary>Reads a command's arguments.</summary>
    /// <param name="operation">The command.</param>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="inputIsRedirected">Whether standard input is not a terminal.</param>
    /// <exception cref="UsageException">They cannot be read, or something is missing.</exception>
    public static BoundCommand Read(
        OperationDescriptor operation, IReadOnlyList<string> arguments, bool inputIsRedirected)
    {
        OptionDescriptor[] all = [.. operation.Options, .. ProgramOptions.Descriptors];
        CommandLine line = CommandLine.Read(arguments, all, operation.Command);
        var bound = new BoundCommand(operation);
        var targets = new Dictionary<string, OptionDescriptor>();
        foreach ((OptionDescriptor option, List<string> texts) in line.Values)
        {
            if (option.Pipeline && texts is ["-"])
            {
                bound.Lines = option;
                continue;
            }

            if (option.Read(texts) is not object value)
                continue;
            if (ProgramOptions.Descriptors.Contains(option))
            {
                option.Apply(bound.Program, value);
                continue;
            }

            if (!targets.TryAdd(option.Target, option))
                throw new UsageException($"-{targets[option.Target].Name} and -{option.Name} exclude each other.");
            bound.given.Add(option);
            bound.values.Add((option, value));
        }

        if (!bound.Program.Help)
            bound.Complete(inputIsRedirected);
        return bound;
    }

    /// <summary>The request without a line of standard input.</summary>
    public object MakeRequest()
    {
        object request = Activator.CreateInstance(Operation.Request)!;
        foreach ((OptionDescriptor option, object value) in values)
            option.Apply(request, value);
        return request;
    }

    /// <summary>The request for a line of standard input.</summary>
    public object MakeRequest(string line)
    {
        object request = MakeRequest();
        if (Lines!.Read([line]) is object value)
            Lines.Apply(request, value);
        return request;
    }

    private void Complete(bool inputIsRedirected)
    {
        OptionDescriptor? pipeline = Operation.Pipeline;
        if (Lines is null && pipeline is not null && inputIsRedirected && !given.Contains(pipeline)
            && !given.Any(option => pipeline.Unless.Contains(option.Target)))
        {
            Lines = pipeline;
        }

        OptionDescriptor[] missing = [.. Operation.Options
            .Where(option => option.Mandatory && option != Lines && !given.Contains(option))];
        if (missing.Length == 0)
            return;
        string names = string.Join(" and ", missing.Select(option => "-" + option.Name));
        string hint = missing.Contains(pipeline) ? ", or lines on standard input" : "";
        throw new UsageException(
            $"{Operation.Command} needs {names}{hint}. 'netcmdlets help {Operation.Command}' tells more.");
    }
}
