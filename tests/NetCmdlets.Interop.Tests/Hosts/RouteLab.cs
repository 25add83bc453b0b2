using System.Globalization;
using System.Text.Json.Nodes;
using NetCmdlets.Operations.Routes;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>A namespace with routes of every kind, and Find-HostRoute in it beside 'ip route get'.</summary>
internal static class RouteLab
{
    /// <summary>Addresses and routes of every kind.</summary>
    public static readonly string[] Lab =
    [
        "addr add 192.0.2.5/24 brd + dev wan",
        "addr add 192.0.2.6/24 dev wan",
        "addr add 2001:db8::5/64 dev wan nodad",
        "addr add 198.51.100.1/26 dev far",
        "link set wan mtu 1400",
        "route add default via 192.0.2.1",
        "route add 198.51.100.64/26 via 192.0.2.9 metric 50 mtu 1280",
        "route add 198.51.100.64/26 via 192.0.2.10 metric 60",
        "route add 198.51.100.96/28 via 192.0.2.11 src 192.0.2.6",
        "route add 198.51.100.128/25 nexthop via 192.0.2.2 dev wan nexthop via 192.0.2.3 dev wan"
            + " nexthop via 198.51.100.2 dev far",
        "route add blackhole 203.0.113.0/25 metric 7",
        "route add unreachable 203.0.113.128/25",
        "route add prohibit 203.0.112.0/24",
        "route add throw 203.0.111.0/24",
        "-6 route add default via fe80::1 dev wan",
        "-6 route add 2001:db8:8::/48 via 2001:db8::9 metric 20",
        "-6 route add blackhole 2001:db8:1::/48",
        "-6 route add unreachable 2001:db8:2::/48",
        "-6 route add prohibit 2001:db8:3::/48",
        "-6 route add 2001:db8:4::/48 nexthop via fe80::2 dev wan nexthop via fe80::3 dev far",
    ];

    /// <summary>Makes a namespace and runs commands of 'ip' in it.</summary>
    public static async Task<LabNamespace> MakeAsync(params string[] commands)
    {
        LabNamespace lab = await LabNamespace.CreateAsync();
        try
        {
            foreach (string command in commands)
                await lab.IpAsync(command);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>What Find-HostRoute says there.</summary>
    public static async Task<List<RouteDecision>> FindAsync(LabNamespace lab, FindHostRouteRequest request)
    {
        await using var operation = new FindHostRouteOperation();
        List<PipelineItem> items = await lab.CollectAsync(operation, request);
        Assert.Empty(items.Failures());
        return items.Results<RouteDecision>();
    }

    /// <summary>Finds routes to destinations there, which must be those of 'ip route get'.</summary>
    public static Task CompareAsync(LabNamespace lab, params string[] destinations)
        => CompareAsync(lab, new FindHostRouteRequest(), destinations);

    /// <summary>The same for senders with a source address or an interface.</summary>
    public static async Task CompareAsync(LabNamespace lab, FindHostRouteRequest request, params string[] destinations)
    {
        List<RouteDecision> decisions = await FindAsync(lab, request with { Destination = destinations });
        string how = (request.Source is null ? "" : $" from {request.Source}")
            + (request.Interface is null ? "" : $" oif {request.Interface}");
        var theirs = new List<string>();
        foreach (string destination in destinations)
        {
            (JsonArray? told, string complaint) = await lab.AskAsync($"route get {destination}{how}");
            (JsonArray? matched, _) = await lab.AskAsync($"route get fibmatch {destination}{how}");
            theirs.Add($"{destination}: " + (told is null ? Refusal(complaint) : Told(told[0]!, matched?[0])));
        }

        Assert.Equal(theirs, decisions.Select(one => $"{one.Destination}: " + (one.Kind == RouteKind.Unreachable
            ? $"Unreachable {one.Type}"
            : $"{one.Kind} {one.Type} via {one.NextHop?.ToString().Split('%')[0]} dev {one.InterfaceName}"
                + $" src {one.SourceAddress?.ToString().Split('%')[0]} prefix {one.Prefix} metric {one.Metric}")));
    }

    private static string Refusal(string complaint) => "Unreachable " + complaint switch
    {
        "RTNETLINK answers: Network is unreachable" => "",
        "RTNETLINK answers: No route to host" => "Unreachable",
        "RTNETLINK answers: Permission denied" => "Prohibit",
        "RTNETLINK answers: Invalid argument" => "Blackhole",
        _ => complaint,
    };

    private static string Told(JsonNode route, JsonNode? matched)
    {
        string type = (string?)route["type"] ?? "unicast";
        string? gateway = (string?)route["gateway"] ?? (string?)route["via"]?["host"];
        string kind = type == "local" ? "Loopback" : gateway is null ? "OnLink" : "Gateway";
        bool isIPv6 = ((string?)route["dst"])!.Contains(':', StringComparison.Ordinal);
        string? source = (string?)route["prefsrc"] ?? (string?)route["from"];
        string? prefix = (string?)matched?["dst"];
        prefix = prefix is "default" ? (isIPv6 ? "::/0" : "0.0.0.0/0")
            : prefix is null || prefix.Contains('/', StringComparison.Ordinal) ? prefix
            : prefix + (isIPv6 ? "/128" : "/32");
        string? metric = matched is null
            ? null
            : ((long?)matched["metric"] ?? 0).ToString(CultureInfo.InvariantCulture);
        return $"{kind} {char.ToUpperInvariant(type[0])}{type[1..]} via {gateway} dev {(string?)route["dev"]}"
            + $" src {(source is "::" ? null : source)} prefix {prefix} metric {metric}";
    }
}
