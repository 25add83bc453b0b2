using System.Collections;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// Routes: 'GET /notes/{id}' and who answers it. '/notes' without a method answers every method. A literal segment
/// goes before a placeholder; HEAD is answered by GET's route where it has none of its own.
/// </summary>
public sealed class HttpRoutes : IHttpResponder
{
    private readonly List<Route> routes = [];
    private readonly IHttpResponder? otherwise;

    /// <summary>Makes the table.</summary>
    /// <param name="routes">Patterns and who answers them.</param>
    /// <param name="otherwise">Who answers a path that no route has; null for 404.</param>
    /// <exception cref="NetException">A pattern is not in order, or two are the same (InvalidRequest).</exception>
    public HttpRoutes(IEnumerable<KeyValuePair<string, IHttpResponder>> routes, IHttpResponder? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(routes);
        this.otherwise = otherwise;
        foreach ((string pattern, IHttpResponder responder) in routes)
        {
            Route route = Route.Parse(pattern, responder);
            if (this.routes.Any(other => other.Method == route.Method && other.Shape == route.Shape))
            {
                throw new NetException(
                    FailureKind.InvalidRequest, $"Another route means the same as '{pattern}'.", pattern);
            }

            this.routes.Add(route);
        }

        // Of those that fit, the first whose left-most segments are literal.
        this.routes.Sort(static (one, other) => string.CompareOrdinal(one.Order, other.Order));
    }

    /// <inheritdoc/>
    public bool ReadsBodies => true;

    /// <inheritdoc/>
    public bool NeverBlocks
        => routes.TrueForAll(static route => route.Responder.NeverBlocks) && otherwise is null or { NeverBlocks: true };

    /// <inheritdoc/>
    public int LeftBehind => routes.Sum(static route => route.Responder.LeftBehind) + (otherwise?.LeftBehind ?? 0);

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<Route> fitting = [.. routes.Where(route => route.Fits(request.Head.Target.Segments))];
        if (fitting.Count == 0)
            return otherwise?.AnswerAsync(request, stopping) ?? ValueTask.FromResult(HttpResponse.Plain(404));
        Route? chosen = Choose(fitting, request.Method)
            ?? (request.Method == "HEAD" ? Choose(fitting, "GET") : null);
        if (chosen is not null)
        {
            request.RouteValues = chosen.ValuesOf(request.Head.Target.Segments);
            return chosen.Responder.AnswerAsync(request, stopping);
        }

        var methods = new SortedSet<string>(fitting.Select(static route => route.Method!), StringComparer.Ordinal)
        {
            "OPTIONS",
        };
        if (methods.Contains("GET"))
            methods.Add("HEAD");
        string allow = string.Join(", ", methods);
        return ValueTask.FromResult(request.Method == "OPTIONS"
            ? new HttpResponse(204).With("Allow", allow)
            : HttpResponse.NotAllowed(allow));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Route route in routes)
            await route.Responder.DisposeAsync().ConfigureAwait(false);
        if (otherwise is not null)
            await otherwise.DisposeAsync().ConfigureAwait(false);
    }

    private static Route? Choose(List<Route> fitting, string method)
        => fitting.Find(route => route.Method == method) ?? fitting.Find(static route => route.Method is null);

    private sealed class Route
    {
        private readonly string[] segments;

        private Route(string? method, string[] segments, IHttpResponder responder)
        {
            Method = method;
            this.segments = segments;
            Responder = responder;
        }

        public string? Method { get; }

        public IHttpResponder Responder { get; }

        /// <summary>The segments with every placeholder the same: equal for routes that mean the same.</summary>
        public string Shape
            => string.Join('/', segments.Select(static segment => IsPlaceholder(segment) ? "{}" : segment));

        public string Order => string.Concat(segments.Select(static segment => IsPlaceholder(segment) ? '1' : '0'));

        public static Route Parse(string pattern, IHttpResponder responder)
        {
            string[] words = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is not (1 or 2) || !words[^1].StartsWith('/'))
            {
                throw new NetException(
                    FailureKind.InvalidRequest,
                    $"'{pattern}' is not a route: write it as 'GET /path/{{name}}'.",
                    pattern);
            }

            string[] segments = Trim(words[^1][1..].Split('/'));
            string[] names = [.. segments.Where(IsPlaceholder)];
            if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length || names.Contains("{}"))
            {
                throw new NetException(
                    FailureKind.InvalidRequest, $"The placeholders of '{pattern}' need names that differ.", pattern);
            }

            return new Route(words.Length == 2 ? words[0].ToUpperInvariant() : null, segments, responder);
        }

        public bool Fits(IReadOnlyList<string> path)
        {
            int count = CountOf(path);
            if (count != segments.Length)
                return false;
            for (int i = 0; i < count; i++)
            {
                if (IsPlaceholder(segments[i]) ? path[i].Length == 0 : segments[i] != path[i])
                    return false;
            }

            return true;
        }

        public Hashtable ValuesOf(IReadOnlyList<string> path)
        {
            var values = new Hashtable(StringComparer.OrdinalIgnoreCase);
            for (int i = 0; i < segments.Length; i++)
            {
                if (IsPlaceholder(segments[i]))
                    values[segments[i][1..^1]] = path[i];
            }

            return values;
        }

        private static bool IsPlaceholder(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

        // '/notes' and '/notes/' are the same.
        private static string[] Trim(string[] path) => path[..CountOf(path)];

        private static int CountOf(IReadOnlyList<string> path)
            => path.Count > 0 && path[^1].Length == 0 ? path.Count - 1 : path.Count;
    }
}
