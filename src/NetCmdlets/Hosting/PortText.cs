using System.Globalization;
using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>What a user passes for a port, as text for the core to parse: numbers, texts, objects with one.</summary>
public static class PortText
{
    /// <summary>The texts of many ports.</summary>
    public static string[] OfPorts(object?[] inputs) => Array.ConvertAll(inputs, OfPort);

    private static string OfPort(object? input) => (input is PSObject wrapped ? wrapped.BaseObject : input) switch
    {
        string text => text.Trim(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        null => "",
        _ => PSObject.AsPSObject(input!).Properties["Port"]?.Value?.ToString() ?? input!.ToString() ?? "",
    };
}
