using System.Globalization;
using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Routes;

/// <summary>One route of a table that was written down.</summary>
public sealed record RouteEntry
{
    // Words of 'ip route' that have a value which decides nothing here.
    private static readonly HashSet<string> Skipped =
    [
        "proto", "scope", "table", "pref", "advmss", "expires", "hoplimit", "weight", "error", "realm", "realms",
        "window", "rtt", "rttvar", "ssthresh", "cwnd", "initcwnd", "initrwnd", "features", "quickack", "congctl",
        "rto_min", "reordering", "nhid", "tos", "dsfield", "encap",
    ];

    // Words of 'ip route' that stand by themselves.
    private static readonly HashSet<string> Marks =
    [
        "onlink", "linkdown", "dead", "pervasive", "offload", "trap", "rt_trap", "rt_offload", "rt_offload_failed",
        "notify", "cloned", "unresolved", "lock", "to",
    ];

    /// <summary>The networks that the route is for.</summary>
    public required NetworkPrefix Prefix { get; init; }

    /// <summary>What it does with a packet.</summary>
    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>The router; null where the destination is on the link.</summary>
    public IPAddress? NextHop { get; init; }

    /// <summary>The interface; null where the table does not tell it.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>The source address; null where the table does not tell it.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>The metric: the lowest of equal prefixes counts.</summary>
    public long Metric { get; init; }

    /// <summary>The MTU, in octets; null where the table does not tell it.</summary>
    public int? Mtu { get; init; }

    /// <summary>How many next hops share the route.</summary>
    public int NextHopCount { get; init; } = 1;

    /// <summary>
    /// Reads a route as 'ip route' writes it: '192.0.2.0/24 via 10.0.0.1 dev eth0 metric 100', 'default via 10.0.0.1',
    /// 'blackhole 203.0.113.0/24'. The network may have a mask, too: '192.0.2.0 255.255.255.0 via 10.0.0.1'. Of several
    /// next hops the first is taken.
    /// </summary>
    /// <exception cref="NetException">The text is not a route (InvalidRequest), or its network is wrong
    /// (InvalidSubnet).</exception>
    public static RouteEntry Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new Queue<string>(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        RouteType type = TakeType(words);
        if (!words.TryDequeue(out string? network))
            throw Wrong(text, "it names no network");
        if (!network.Contains('/', StringComparison.Ordinal) && words.TryPeek(out string? mask)
            && AddressValue.TryParse(mask, out _))
        {
            network = $"{network} {words.Dequeue()}";
        }

        RouteEntry route = TakeAttributes(new RouteEntry { Prefix = default, Type = type }, words, text);
        NetworkPrefix prefix = network is "default"
            ? NetworkPrefix.Parse(IsIPv6(route) ? "::/0" : "0.0.0.0/0")
            : NetworkPrefix.Parse(network);
        if (route.SourceAddress is { } source && AddressValue.FromIPAddress(source).IsIPv6 != prefix.IsIPv6)
            throw Wrong(text, "its source address is of another family");
        return route with { Prefix = prefix };
    }

    private static RouteEntry TakeAttributes(RouteEntry route, Queue<string> words, string text)
    {
        int hops = 0;
        while (words.TryDequeue(out string? word))
        {
            if (word is "nexthop")
            {
                hops++;
                continue;
            }

            if (Marks.Contains(word))
                continue;
            if (!words.TryDequeue(out string? value))
                throw Wrong(text, $"nothing follows '{word}'");
            bool first = hops <= 1;
            route = word switch
            {
                // 'via inet6 fe80::1' is a next hop of the other family.
                "via" when value is "inet" or "inet6" && words.TryDequeue(out string? other)
                    => first ? route with { NextHop = Address(other, text) } : route,
                "via" => first ? route with { NextHop = Address(value, text) } : route,
                "dev" => first ? route with { InterfaceName = value } : route,
                "src" or "from" => route with { SourceAddress = Address(value, text) },
                "metric" or "priority" or "preference" => route with { Metric = Number(value, text) },
                "mtu" => route with
                {
                    Mtu = (int)Math.Min(int.MaxValue, Number(value is "lock" ? Next(words, text) : value, text)),
                },
                _ when Skipped.Contains(word) => route,
                _ => throw Wrong(text, $"'{word}' is not understood"),
            };
        }

        return route with { NextHopCount = Math.Max(1, hops) };
    }

    private static RouteType TakeType(Queue<string> words)
    {
        if (!words.TryPeek(out string? word) || !char.IsAsciiLetter(word[0])
            || !Enum.TryParse(word, ignoreCase: true, out RouteType type))
        {
            return RouteType.Unicast;
        }

        words.Dequeue();
        return type;
    }

    private static bool IsIPv6(RouteEntry route)
        => (route.NextHop ?? route.SourceAddress)?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    private static IPAddress Address(string value, string text)
        => HostResolver.TryParseLiteral(value, out IPAddress address)
            ? address
            : throw Wrong(text, $"'{value}' is not an address");

    private static long Number(string value, string text)
        => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw Wrong(text, $"'{value}' is not a whole number");

    private static string Next(Queue<string> words, string text)
        => words.TryDequeue(out string? word) ? word : throw Wrong(text, "it ends too soon");

    private static NetException Wrong(string text, string what) => new(
        FailureKind.InvalidRequest,
        $"'{text.Trim()}' is not a route: {what}. "
        + "Write a route such as '192.0.2.0/24 via 10.0.0.1 dev eth0 metric 100'.",
        text);
}
