using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sessions;

namespace NetCmdlets.Hosting;

/// <summary>The base of the cmdlets that work on sessions: which sessions are meant.</summary>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public abstract class SessionCommand<TRequest> : OperationCommand<TRequest>
{
    /// <summary>The sessions: objects, numbers, or names with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "Name", "InputObject")]
    [ValidateNotNullOrEmpty]
    [SessionCompleter]
    public object[] Session { get; set; } = [];

    /// <summary>The sessions meant; an error is written for each that is not found.</summary>
    protected IReadOnlyList<TcpSession> FindSessions() => SessionArguments.Find(Session, this);
}

/// <summary>Sessions as they are given to a cmdlet.</summary>
internal static class SessionArguments
{
    /// <summary>The sessions behind objects, numbers and names; writes SessionNotFound for what is none.</summary>
    public static IReadOnlyList<TcpSession> Find(IEnumerable<object> arguments, NetCmdlet cmdlet)
    {
        var found = new List<TcpSession>();
        foreach (object argument in arguments)
        {
            object plain = argument is PSObject wrapped ? wrapped.BaseObject : argument;
            if (plain is TcpSession session)
                found.Add(session);
            else if (LanguagePrimitives.TryConvertTo(plain, out int id))
                Add(found, Numbered(id, $"{plain}"), plain, cmdlet, required: true);
            else if (plain is string name)
                Add(found, SessionRegistry.Named(name), name, cmdlet, !name.AsSpan().ContainsAny('*', '?'));
            else
                throw new NetException(FailureKind.InvalidRequest, $"'{plain}' is not a session, its id or its name.", plain);
        }

        return [.. found.Distinct()];
    }

    // A name may look like a number; the number of a session goes before it.
    private static IReadOnlyList<TcpSession> Numbered(int id, string name)
        => SessionRegistry.Find(id) is { } numbered ? [numbered] : SessionRegistry.Named(name);

    private static void Add(
        List<TcpSession> found, IReadOnlyList<TcpSession> sessions, object key, NetCmdlet cmdlet, bool required)
    {
        found.AddRange(sessions);
        if (sessions.Count == 0 && required)
            cmdlet.WriteFailure(SessionRegistry.NotFound(key));
    }
}
