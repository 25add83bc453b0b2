namespace NetCmdlets.Pipeline;

/// <summary>
/// One feature of the core: takes immutable requests and emits results and failures. One instance serves one use
/// (one run of a cmdlet, with all the pipeline's input), so what its requests share — a throttle, a socket — is a
/// field of it. An operation that holds such a thing implements <see cref="IAsyncDisposable"/>.
/// </summary>
/// <typeparam name="TRequest">The request record.</typeparam>
public interface INetOperation<in TRequest>
{
    /// <summary>
    /// Runs one request. Where <see cref="PipelinePump{TRequest}"/> runs requests at once, this is called from several
    /// threads. A failure of one target is emitted; a <see cref="Diagnostics.NetException"/> thrown ends the whole use.
    /// </summary>
    IAsyncEnumerable<PipelineItem> RunAsync(TRequest request, CancellationToken cancellationToken);
}

/// <summary>
/// Tells the hosts that are not PowerShell which command an operation is: the command-line program finds operations by
/// it and binds options to the request record's properties.
/// </summary>
/// <param name="command">The cmdlet's name ('Test-TcpHandshake').</param>
/// <param name="request">The request record: a public constructor without parameters, init properties.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NetOperationAttribute(string command, Type request) : Attribute
{
    /// <summary>The cmdlet's name.</summary>
    public string Command { get; } = command;

    /// <summary>The request record's type.</summary>
    public Type Request { get; } = request;

    /// <summary>The type of the results.</summary>
    public Type? Output { get; init; }

    /// <summary>How many requests may run at once; 1 keeps the order of the input.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Whether its results are verdicts, whatever its verb: one that is false is told by the exit code.</summary>
    public bool IsTest { get; init; }
}

/// <summary>How a property of a request record is written on a command line.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequestOptionAttribute : Attribute
{
    /// <summary>The place among the arguments without a name, from 0; -1 for none.</summary>
    public int Position { get; init; } = -1;

    /// <summary>Whether a line of standard input is bound to it.</summary>
    public bool Pipeline { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool Mandatory { get; init; }

    /// <summary>Other names for it, separated by blanks.</summary>
    public string Aliases { get; init; } = "";

    /// <summary>The option's name where it is not the property's (a TimeSpan Timeout is 'TimeoutSeconds').</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Properties that stand in for this one, separated by blanks: where one of them is given, standard input is not
    /// read for this one.
    /// </summary>
    public string Unless { get; init; } = "";

    /// <summary>The least number allowed (seconds for a TimeSpan); NaN for no limit.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>The greatest number allowed (seconds for a TimeSpan); NaN for no limit.</summary>
    public double Maximum { get; init; } = double.NaN;
}
