using System.Collections;
using System.Management.Automation;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Hosting;

/// <summary>
/// A hashtable of -Route as responders: a script block answers by what it emits, anything else is the answer itself.
/// All scripts share one set of runspaces.
/// </summary>
internal sealed class HttpRouteParameter : IAsyncDisposable
{
    private readonly ScriptRunner? runner;

    /// <summary>Opens the runspaces of the scripts, where there are any.</summary>
    /// <exception cref="Diagnostics.NetException">A constant answer cannot be one.</exception>
    public HttpRouteParameter(IDictionary entries, SessionState session, int limit)
    {
        var scripts = new List<ScriptBlock>();
        var patterns = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in entries)
        {
            object? value = entry.Value is PSObject { BaseObject: ScriptBlock inner } ? inner : entry.Value;
            patterns.Add(new(entry.Key.ToString() ?? "", value));
            if (value is ScriptBlock script)
                scripts.Add(script);
        }

        var routes = new Dictionary<string, IHttpResponder>();
        foreach ((string pattern, object? value) in patterns)
        {
            if (value is not ScriptBlock)
                routes.Add(pattern, Fixed(value));
        }

        if (scripts.Count > 0)
            runner = new ScriptRunner(scripts, HttpScriptResponder.Context, session, limit);
        int index = 0;
        foreach ((string pattern, object? value) in patterns)
        {
            // The first of them ends the runner for all: they end together.
            if (value is ScriptBlock)
                routes.Add(pattern, new HttpScriptResponder(runner!, index, ownsRunner: index++ == 0));
        }

        Routes = routes;
    }

    /// <summary>The patterns and who answers them.</summary>
    public IReadOnlyDictionary<string, IHttpResponder> Routes { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => runner?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IHttpResponder Fixed(object? value)
        // What is in a file may change: it is looked at when it is asked for.
        => (value is PSObject wrapped ? wrapped.BaseObject : value) is FileInfo file
            ? new FileReply(file.FullName)
            : Constant(value);

    // Made once, at the start, so that what is wrong with it is told then.
    private static ConstantResponder Constant(object? value)
    {
        // Nothing of it waits: the converter runs on this thread, in the session's own runspace.
        using HttpResponse once = HttpReply
            .OfAsync(value is null ? [] : [value], static item => Task.FromResult(HttpJson.Convert(item)))
            .AsTask().GetAwaiter().GetResult();
        byte[] body = new byte[once.Body.Length];
        once.Body.Read(body);
        return new ConstantResponder(once.Status, once.Fields, body);
    }
}
