using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace NetCmdlets.Hosting;

/// <summary>
/// What a user passes for an address or a network, as the text that the core parses: strings, addresses, the
/// module's own results, and objects that have an address among their properties (from Import-Csv, Import-Clixml,
/// another computer, or another module).
/// </summary>
public static class AddressText
{
    private static readonly string[] AddressProperties = ["Address", "IPAddress"];
    private static readonly string[] TargetProperties =
        ["Destination", .. AddressProperties, "ComputerName", "HostName", "Name"];
    private static readonly string[] MaskProperties = ["PrefixLength", "SubnetMask", "Mask"];
    private static readonly string[] NetworkProperties = ["Cidr", "Network", "NetworkAddress", "DestinationPrefix"];

    /// <summary>The text of a network; an address keeps its host bits.</summary>
    public static string OfNetwork(object? input) => Unwrap(input) switch
    {
        string text => text.Trim(),
        SubnetInfo subnet => $"{subnet.Address}/{subnet.PrefixLength}",
        RouteDecision { Prefix: { } prefix } => prefix,
        PSObject record => OfRecord(record),
        object other => OfAddress(other),
        null => "",
    };

    /// <summary>The texts of many networks; an interface has one for each of its addresses.</summary>
    public static string[] OfNetworks(object?[] inputs) => [.. inputs.SelectMany(input => Unwrap(input) switch
    {
        HostInterface link => link.IPv4Address.Concat(link.IPv6Address),
        object other => [OfNetwork(other)],
        null => [""],
    })];

    /// <summary>The text of one address.</summary>
    public static string OfAddress(object? input) => Unwrap(input) switch
    {
        string text => text.Trim(),
        SubnetInfo subnet => subnet.Address,
        HostAddress found => found.Address.ToString(),
        RouteDecision decision => decision.Address.ToString(),
        TcpHandshake handshake => handshake.Address?.ToString() ?? handshake.ComputerName,
        PSObject record => First(record, AddressProperties) ?? record.ToString(),
        object other => other.ToString() ?? "",
        null => "",
    };

    /// <summary>The texts of many addresses.</summary>
    public static string[] OfAddresses(object?[] inputs) => Array.ConvertAll(inputs, OfAddress);

    /// <summary>The texts of hosts: names, addresses, and results and records that have an address or a name.</summary>
    public static string[] OfTargets(object?[] inputs) => Array.ConvertAll(inputs, OfTarget);

    private static string OfTarget(object? input) => Unwrap(input) switch
    {
        PSObject record => First(record, TargetProperties) ?? record.ToString(),
        object other => OfAddress(other),
        null => "",
    };

    /// <summary>
    /// The texts of things to make addresses of: bytes as hexadecimal, numbers as they are, a list element by element.
    /// </summary>
    public static string[] OfConvertible(object? input) => Unwrap(input) switch
    {
        byte[] octets => [OfOctets(octets)],
        object?[] { Length: > 0 } list when Array.TrueForAll(list, static item => Unwrap(item) is byte) =>
            [OfOctets(Array.ConvertAll(list, static item => (byte)Unwrap(item)!))],
        Array list => [.. list.Cast<object?>().SelectMany(OfConvertible)],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        object other => [OfAddress(other)],
        null => [""],
    };

    // Hexadecimal of any other length would be read as a number.
    private static string OfOctets(byte[] octets) =>
        octets.Length is 4 or 16 ? "0x" + Convert.ToHexString(octets) : $"{octets.Length} bytes";

    // A record without a .NET type of its own is its properties; everything else is its own value.
    private static object? Unwrap(object? input) =>
        input is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : input;

    private static string OfRecord(PSObject record)
    {
        string? address = First(record, AddressProperties);
        string? mask = First(record, MaskProperties);
        if (address is not null && mask is not null && !address.Contains('/', StringComparison.Ordinal))
            return $"{address}/{mask}";

        return First(record, NetworkProperties) ?? address ?? record.ToString();
    }

    private static string? First(PSObject record, string[] names)
    {
        foreach (string name in names)
        {
            string? text = record.Properties[name]?.Value?.ToString();
            if (!string.IsNullOrWhiteSpace(text))
                return text.Trim();
        }

        return null;
    }
}
