using System.IO.Enumeration;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Servers;

/// <summary>Which servers are meant: by number, by name or kind with * and ?, or the objects themselves.</summary>
public sealed record ServerQuery
{
    /// <summary>Numbers; a stopped server that is still remembered counts too.</summary>
    public IReadOnlyList<int> Id { get; init; } = [];

    /// <summary>Names, with * and ?, in any case.</summary>
    public IReadOnlyList<string> Name { get; init; } = [];

    /// <summary>Kinds, with * and ?, in any case.</summary>
    public IReadOnlyList<string> Kind { get; init; } = [];

    /// <summary>Servers that the caller holds.</summary>
    public IReadOnlyList<NetServer> Server { get; init; } = [];

    /// <summary>Whether nothing is asked for by name, number or object.</summary>
    public bool IsEmpty => Id.Count + Name.Count + Kind.Count + Server.Count == 0;

    /// <summary>
    /// The servers meant, each once, and a failure (ServerNotFound) for each number and each name without * and ? that
    /// is none's. An empty query means every running server.
    /// </summary>
    public (IReadOnlyList<NetServer> Servers, IReadOnlyList<NetFailure> Failures) Find()
    {
        var found = new List<NetServer>(Server);
        var failures = new List<NetFailure>();
        foreach (int id in Id)
        {
            if (ServerRegistry.Find(id) is { } server)
                found.Add(server);
            else
                failures.Add(NotFound($"There is no server with the id {id}.", id));
        }

        if (Id.Count + Server.Count == 0)
        {
            IReadOnlyList<NetServer> running = ServerRegistry.All;
            found.AddRange(running.Where(server => Matches(Name, server.Name) && Matches(Kind, server.Kind)));
            failures.AddRange(Name
                .Where(name => !name.AsSpan().ContainsAny('*', '?') && !running.Any(server => Fits(name, server.Name)))
                .Select(name => NotFound($"There is no running server named '{name}'.", name)));
        }

        return ([.. found.Distinct()], failures);
    }

    private static bool Matches(IReadOnlyList<string> patterns, string text)
        => patterns.Count == 0 || patterns.Any(pattern => Fits(pattern, text));

    private static bool Fits(string pattern, string text)
        => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static NetFailure NotFound(string message, object target)
        => new(FailureKind.ServerNotFound, $"{message} Get-NetServer lists the running ones.", target);
}
