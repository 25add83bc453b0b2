using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// Which name servers the system asks, and how it completes names without a dot: resolv.conf(5) where there is one,
/// otherwise the interfaces' servers.
/// </summary>
/// <param name="Servers">The name servers, in order; at least one.</param>
/// <param name="Search">The domains that short names are completed by, in order.</param>
/// <param name="Dots">A name with so many dots is tried as it is before it is completed.</param>
internal sealed record ResolverSettings(IReadOnlyList<IPEndPoint> Servers, IReadOnlyList<string> Search, int Dots)
{
    /// <summary>The port of name servers.</summary>
    public const int Port = 53;

    private const string SystemFile = "/etc/resolv.conf";

    // The system's resolver reads no more of them (resolv.conf(5), MAXNS), and no more dots (RES_MAXNDOTS).
    private const int MaximumServers = 3;
    private const int MaximumDots = 15;

    /// <summary>The system's settings now.</summary>
    public static ResolverSettings OfSystem()
    {
        if (OperatingSystem.IsWindows())
            return OfInterfaces();
        try
        {
            return Parse(File.ReadAllText(SystemFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return OfInterfaces();
        }
    }

    /// <summary>Reads the text of a resolv.conf; what is not understood is passed over, as the system does.</summary>
    public static ResolverSettings Parse(string text)
    {
        var servers = new List<IPEndPoint>();
        string[] search = [];
        int dots = 1;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", string server, ..] when servers.Count < MaximumServers
                    && HostResolver.TryParseLiteral(server, out IPAddress address):
                    servers.Add(new IPEndPoint(address, Port));
                    break;
                // The last of these lines counts, whichever of the two it is.
                case ["search", ..]:
                    search = words[1..];
                    break;
                case ["domain", string domain, ..]:
                    search = [domain];
                    break;
                case ["options", ..]:
                    dots = words.Select(DotsOf).LastOrDefault(number => number is not null) ?? dots;
                    break;
            }
        }

        // Without a line the system asks the one on this machine.
        if (servers.Count == 0)
            servers.Add(new IPEndPoint(IPAddress.Loopback, Port));
        return new ResolverSettings(servers, [.. search.Select(Trimmed).Where(domain => domain.Length > 0)], dots);
    }

    /// <summary>The names to ask for in turn, where the earlier ones do not exist; each is whole.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.') || Search.Count == 0)
            return [name];
        IEnumerable<string> completed = Search.Select(domain => $"{name}.{domain}");
        return name.Count(character => character == '.') >= Dots
            ? completed.Prepend(name)
            : completed.Append(name);
    }

    private static int? DotsOf(string option)
        => option.StartsWith("ndots:", StringComparison.Ordinal)
            && int.TryParse(option.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int dots)
            ? Math.Min(dots, MaximumDots)
            : null;

    private static string Trimmed(string domain) => domain.TrimEnd('.');

    private static ResolverSettings OfInterfaces()
    {
        IPInterfaceProperties[] interfaces = [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one.OperationalStatus == OperationalStatus.Up
                && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(one => one.GetIPProperties())];
        IPEndPoint[] servers = [.. interfaces.SelectMany(one => one.DnsAddresses)
            // Addresses that Windows shows where an interface has no server of its own.
            .Where(address => !address.IsIPv6SiteLocal)
            .Distinct()
            .Select(address => new IPEndPoint(address, Port))];
        string[] search = [.. interfaces.Select(one => Trimmed(one.DnsSuffix))
            .Where(domain => domain.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new ResolverSettings(
            servers.Length > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)], search, 1);
    }
}
