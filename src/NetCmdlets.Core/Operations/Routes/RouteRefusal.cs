namespace NetCmdlets.Operations.Routes;

/// <summary>Why packets go nowhere, in words.</summary>
internal static class RouteRefusal
{
    private const int PermissionDenied = 13;
    private const int NoDevice = 19;
    private const int Invalid = 22;
    private const int NetworkDown = 100;
    private const int NetworkUnreachable = 101;
    private const int HostUnreachable = 113;

    /// <summary>What a route of a type says that refuses packets.</summary>
    public static string Of(RouteType type) => type switch
    {
        RouteType.Blackhole => "A blackhole route or rule drops it without a word.",
        RouteType.Prohibit => "A prohibit route or rule forbids it.",
        _ => "An unreachable route says that there is no way.",
    };

    /// <summary>The type of route that answers with an error number of Linux; null for none.</summary>
    public static RouteType? TypeOf(int error) => error switch
    {
        Invalid => RouteType.Blackhole,
        PermissionDenied => RouteType.Prohibit,
        HostUnreachable => RouteType.Unreachable,
        _ => null,
    };

    /// <summary>What an error number of Linux says.</summary>
    public static string Of(int error) => TypeOf(error) is RouteType type
        ? Of(type)
        : error switch
        {
            NetworkUnreachable => "No route matches, not even a default route, or a rule says so.",
            NoDevice or NetworkDown => "The interface is down.",
            _ => $"The system answers with error {error}.",
        };
}
