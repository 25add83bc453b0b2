using System.Collections;
using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>
/// What a user passes for routes, as the lines that the core reads: text as it is; objects and hashtables by their
/// properties, named as this module, 'ip -json route' or Windows' Get-NetRoute names them.
/// </summary>
public static class RouteText
{
    private static readonly (string Word, string[] Properties)[] Words =
    [
        ("", ["Type"]),
        ("", ["Prefix", "DestinationPrefix", "Network", "Cidr", "dst"]),
        ("via", ["NextHop", "Gateway"]),
        ("dev", ["InterfaceName", "InterfaceAlias", "Interface", "dev"]),
        ("src", ["SourceAddress", "Source", "prefsrc"]),
        ("metric", ["Metric", "RouteMetric"]),
        ("mtu", ["Mtu"]),
    ];

    /// <summary>The lines of many routes.</summary>
    public static string[] OfRoutes(object?[] routes) => Array.ConvertAll(routes, OfRoute);

    private static string OfRoute(object? route)
    {
        if ((route is PSObject wrapped ? wrapped.BaseObject : route) is string text)
            return text;
        if (route is null)
            return "";
        var known = PSObject.AsPSObject(route);
        string line = string.Join(' ', Words.SelectMany(word => Part(known, word)));
        // An object that is no route is no empty line either: its text is refused as a route.
        return line.Length > 0 ? line : $"{route}";
    }

    private static string[] Part(PSObject route, (string Word, string[] Properties) word)
    {
        string? value = word.Properties
            .Select(name => (route.BaseObject is IDictionary table ? table[name] : route.Properties[name]?.Value)
                ?.ToString()?.Trim())
            .FirstOrDefault(text => !string.IsNullOrEmpty(text));
        // Windows writes 'no next hop' as the address of all zeros.
        if (value is null || (word.Word == "via" && value is ("0.0.0.0" or "::")))
            return [];
        // What came through a file or from another session has the number of the type.
        if (word.Properties[0] == "Type" && int.TryParse(value, out int number))
            value = ((RouteType)number).ToString();
        return word.Word.Length == 0 ? [value] : [word.Word, value.Replace(' ', '_')];
    }
}
