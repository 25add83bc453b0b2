namespace NetCmdlets.Diagnostics;

/// <summary>A failure as a value: what kind, of what target, and a message a person can act on.</summary>
/// <param name="Kind">What went wrong; its name is the error id.</param>
/// <param name="Message">What was tried, on which end point, what happened, and what to do.</param>
/// <param name="Target">What it was tried on: an end point, a host name, an input string.</param>
/// <param name="Cause">The exception behind it, where there was one.</param>
public sealed record NetFailure(FailureKind Kind, string Message, object? Target = null, Exception? Cause = null)
{
    /// <summary>The stable error id.</summary>
    public string ErrorId => Kind.ToString();

    /// <summary>The failure as an exception to throw or to put into an error record.</summary>
    public NetException ToException() => Cause as NetException ?? new NetException(this);
}
