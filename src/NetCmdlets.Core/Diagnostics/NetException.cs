namespace NetCmdlets.Diagnostics;

/// <summary>A <see cref="NetFailure"/> thrown: the one exception type of the core.</summary>
public sealed class NetException : Exception
{
    /// <summary>Makes the exception for a failure.</summary>
    public NetException(NetFailure failure)
        : base(failure?.Message, failure?.Cause)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    /// <summary>Makes the exception from its parts.</summary>
    public NetException(FailureKind kind, string message, object? target = null, Exception? cause = null)
        : this(new NetFailure(kind, message, target, cause))
    {
    }

    /// <summary>What went wrong.</summary>
    public NetFailure Failure { get; }

    /// <summary>What kind of failure; its name is the error id.</summary>
    public FailureKind Kind => Failure.Kind;
}
