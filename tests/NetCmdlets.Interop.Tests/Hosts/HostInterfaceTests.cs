using System.Text.Json.Nodes;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>
/// Get-HostInterface beside 'ip addr', 'ip link' and 'ip route', in a namespace with interfaces of many kinds.
/// </summary>
public sealed class HostInterfaceTests
{
    [Fact]
    public async Task Every_interface_is_as_ip_tells_it()
    {
        await using LabNamespace lab = await MakeAsync();
        List<HostInterface> ours = await GetAsync(lab, new());
        (JsonArray? links, _) = await lab.AskAsync("addr show");
        Assert.Equal(
            links!.Select(Told),
            ours.Select(one => $"{one.Index} {one.Name} {one.Description} {one.Mtu} {one.PhysicalAddress}"
                + $" enabled={one.IsEnabled} up={one.Status == InterfaceStatus.Up} loopback={one.IsLoopback}"
                + $" multicast={one.SupportsMulticast} point={one.IsPointToPoint}"
                + $" [{string.Join(' ', one.IPv4Address.Concat(one.IPv6Address))}]"));
        Assert.Contains(ours, one => one.Status == InterfaceStatus.Down && one.IsEnabled == false);
        Assert.Contains(ours, one => one.Status == InterfaceStatus.Down && one.IsEnabled == true);
        Assert.Contains(ours, one => one.Mtu == 1400);
        Assert.Equal(
            ["192.0.2.5/24", "198.51.100.1/26", "192.0.2.6/24"], ours.Single(one => one.Name == "wan").IPv4Address);
    }

    [Fact]
    public async Task Gateways_are_those_of_the_default_routes_the_best_first()
    {
        await using LabNamespace lab = await MakeAsync();
        List<HostInterface> ours = await GetAsync(lab, new());
        (JsonArray? four, _) = await lab.AskAsync("route show default");
        (JsonArray? six, _) = await lab.AskAsync("-6 route show default");
        foreach (HostInterface one in ours)
        {
            string[] theirs =
            [
                .. four!.Where(route => (string?)route!["dev"] == one.Name)
                    .OrderBy(route => (long?)route!["metric"] ?? 0).Select(route => (string)route!["gateway"]!),
                .. six!.Where(route => (string?)route!["dev"] == one.Name)
                    .OrderBy(route => (long?)route!["metric"] ?? 0)
                    .Select(route => $"{(string)route!["gateway"]!}%{one.Name}"),
            ];
            Assert.Equal(theirs, one.Gateway);
        }

        Assert.Equal(["192.0.2.1", "192.0.2.2", "fe80::1%wan"], ours.Single(one => one.Name == "wan").Gateway);
    }

    [Fact]
    public async Task Name_servers_are_those_of_resolv_conf()
    {
        await using LabNamespace lab = await MakeAsync();
        string[] theirs =
        [
            .. (File.Exists("/etc/resolv.conf") ? File.ReadLines("/etc/resolv.conf") : [])
                .Where(line => line.StartsWith("nameserver ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[1].Trim()),
        ];
        Assert.All(await GetAsync(lab, new()), one => Assert.Equal(theirs, one.DnsServer));
    }

    [Theory]
    [InlineData("192.0.2.5", "wan")]
    [InlineData("198.51.100.62", "wan")]
    [InlineData("fe80::99%far", "far")]
    [InlineData("203.0.113.9", "bridge")]
    public async Task An_address_leads_to_its_interface(string address, string name)
    {
        await using LabNamespace lab = await MakeAsync();
        Assert.Equal(name, Assert.Single(await GetAsync(lab, new() { Address = [address] })).Name);
    }

    [Fact]
    public async Task Those_that_are_down_are_left_out()
    {
        await using LabNamespace lab = await MakeAsync();
        Assert.Equal(["lo", "far", "wan"], (await GetAsync(lab, new() { Up = true })).Select(one => one.Name));
    }

    private static async Task<LabNamespace> MakeAsync()
    {
        LabNamespace lab = await LabNamespace.CreateAsync();
        try
        {
            Assert.SkipUnless(await lab.TryIpAsync("link add bridge type bridge"), "This system makes no bridge.");
            foreach (string command in (string[])
                [
                    "addr add 192.0.2.5/24 brd + dev wan",
                    "addr add 192.0.2.6/24 dev wan",
                    "addr add 198.51.100.1/26 dev wan",
                    "addr add 2001:db8::5/64 dev wan nodad",
                    "link set wan mtu 1400 alias to_the_world",
                    "route add default via 192.0.2.2 metric 200",
                    "route add default via 192.0.2.1 metric 100",
                    "-6 route add default via fe80::1 dev wan",
                    "link add spare type veth peer name cut",
                    "addr add 203.0.113.1/28 dev bridge",
                    // One end of a pair is switched off, and so the other has no carrier.
                    "link set spare up",
                    "addr add 10.77.0.1 peer 10.77.0.2/32 dev far",
                ])
            {
                await lab.IpAsync(command);
            }

            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    private static async Task<List<HostInterface>> GetAsync(LabNamespace lab, GetHostInterfaceRequest request)
    {
        List<PipelineItem> items = await lab.CollectAsync(new GetHostInterfaceOperation(), request);
        Assert.Empty(items.Failures());
        return items.Results<HostInterface>();
    }

    private static string Told(JsonNode? link)
    {
        HashSet<string> flags = [.. link!["flags"]!.AsArray().Select(flag => (string)flag!)];
        string name = (string)link["ifname"]!;
        string? address = (string?)link["address"];
        IEnumerable<string> addresses = link["addr_info"]!.AsArray()
            .OrderBy(one => (string)one!["family"]!)
            .Select(one =>
            {
                string scope = (string)one!["family"]! == "inet6" && (string?)one["scope"] == "link" ? $"%{name}" : "";
                return $"{(string)one["local"]!}{scope}/{(int)one["prefixlen"]!}";
            });
        return $"{(int)link["ifindex"]!} {name} {(string?)link["ifalias"] ?? (string?)link["linkinfo"]?["info_kind"]}"
            + $" {(int)link["mtu"]!} {(flags.Contains("LOOPBACK") ? null : address)}"
            + $" enabled={flags.Contains("UP")} up={flags.Contains("UP") && flags.Contains("LOWER_UP")}"
            + $" loopback={flags.Contains("LOOPBACK")} multicast={flags.Contains("MULTICAST")}"
            + $" point={flags.Contains("POINTOPOINT")} [{string.Join(' ', addresses)}]";
    }
}
