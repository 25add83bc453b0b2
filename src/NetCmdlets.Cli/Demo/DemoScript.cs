using System.Net;
using NetCmdlets.Cli.Output;

namespace NetCmdlets.Cli.Demo;

/// <summary>The demonstration's steps, each with the results that it must have.</summary>
internal static class DemoScript
{
    private const string Text = "Grüße, NetCmdlets! 你好 🙂";

    private static readonly string AllBytes = Convert.ToHexString([.. Enumerable.Range(0, 256).Select(i => (byte)i)]);

    /// <summary>The steps, in order.</summary>
    public static IReadOnlyList<DemoStep> Steps { get; } =
    [
        new("A TCP echo server on a free port of the loopback interface",
            ["Start-TcpEchoServer", "-Name", "demo-tcp"], One("Name", "demo-tcp")),
        new("A UDP echo server beside it",
            ["Start-UdpEchoServer", "-Name", "demo-udp"], One("Name", "demo-udp")),
        new("A handshake with the TCP server, measured",
            ["Test-TcpHandshake", "127.0.0.1", "{tcp}"], One("State", "Open")),
        new("A message by TCP, and its reply",
            ["Invoke-TcpRequest", "127.0.0.1", "{tcp}", "-Message", Text, "-Shutdown"], One("Text", Text)),
        new("Three messages by TCP, one a line of standard input",
            ["Invoke-TcpRequest", "127.0.0.1", "{tcp}", "-Shutdown"], Each("Text", "one", "two", "three"))
        {
            Lines = ["one", "two", "three"],
        },
        new("All 256 values of a byte by TCP",
            ["Invoke-TcpRequest", "127.0.0.1", "{tcp}", "-Data", AllBytes, "-Shutdown"], One("Data", AllBytes)),
        new("Three datagrams by UDP, and their replies",
            ["Send-UdpDatagram", "127.0.0.1", "{udp}", "-WaitReply"], Each("Text", "red", Text, "blue"))
        {
            Lines = ["red", Text, "blue"],
        },
        new("The addresses of localhost",
            ["Resolve-HostAddress", "localhost"], AllLoopback),
        new("A network, dissected",
            ["Get-SubnetInfo", "192.168.1.152/24"], One(
                ("Cidr", "192.168.1.0/24"),
                ("NetworkAddress", "192.168.1.0"),
                ("BroadcastAddress", "192.168.1.255"),
                ("SubnetMask", "255.255.255.0"),
                ("FirstHost", "192.168.1.1"),
                ("LastHost", "192.168.1.254"),
                ("HostCount", "254"))),
    ];

    /// <summary>A property's value as text; null where the result has none of that name.</summary>
    public static string? ValueOf(object result, string property)
    {
        object? value = result.GetType().GetProperty(property)?.GetValue(result);
        return value is byte[] bytes ? Convert.ToHexString(bytes) : value is null ? null : Plain(value);
    }

    private static string Plain(object value) => value as string ?? CellText.Of(value);

    private static Func<IReadOnlyList<object>, string?> One(string property, string expected)
        => One((property, expected));

    private static Func<IReadOnlyList<object>, string?> One(params (string Property, string Expected)[] wanted)
        => results => results.Count != 1
            ? $"{results.Count} results came, not one"
            : wanted.Select(want => Compare(results[0], want.Property, want.Expected))
                .FirstOrDefault(why => why is not null);

    private static Func<IReadOnlyList<object>, string?> Each(string property, params string[] expected)
        => results => results.Count != expected.Length
            ? $"{results.Count} results came, not {expected.Length}"
            : results.Zip(expected, (result, want) => Compare(result, property, want))
                .FirstOrDefault(why => why is not null);

    private static string? Compare(object result, string property, string expected)
    {
        string? seen = ValueOf(result, property);
        return seen == expected ? null : $"{property} is '{seen}', not '{expected}'";
    }

    private static string? AllLoopback(IReadOnlyList<object> results)
    {
        if (results.Count == 0)
            return "localhost has no address";
        object? other = results.FirstOrDefault(result
            => !IPAddress.TryParse(ValueOf(result, "Address"), out IPAddress? address)
                || !IPAddress.IsLoopback(address));
        return other is null ? null : $"localhost is {ValueOf(other, "Address")}, which is no loopback address";
    }
}
