using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace NetCmdlets.Addressing;

/// <summary>
/// Services and their ports, from a table within the assembly: the same on every system. Names are the IANA's, with
/// those in common use as aliases; where custom has put a service on a port registered for another, its name comes
/// first and the registered one is an alias.
/// </summary>
public static class ServiceTable
{
    private const string Resource = "NetCmdlets.Addressing.services.tsv";

    private static readonly ImmutableArray<PortInfo> Entries = Load();
    private static readonly FrozenDictionary<int, PortInfo[]> ByPort = Entries.GroupBy(static entry => entry.Port)
        .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());
    private static readonly FrozenDictionary<string, PortInfo[]> ByName = Entries
        .SelectMany(static entry => entry.Aliases.Prepend(entry.ServiceName!).Select(name => (name, entry)))
        .GroupBy(static pair => pair.name, static pair => pair.entry, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(
            static group => group.Key, static group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Every entry: one for each service, port and protocol, in order of port.</summary>
    public static ImmutableArray<PortInfo> All => Entries;

    /// <summary>Every name and alias.</summary>
    public static ImmutableArray<string> Names => ByName.Keys;

    /// <summary>The services of a port, one for each protocol; none where none is known.</summary>
    public static IReadOnlyList<PortInfo> Find(int port) => ByPort.GetValueOrDefault(port, []);

    /// <summary>The ports of a service, by its name or an alias in any case; none where it is not known.</summary>
    public static IReadOnlyList<PortInfo> Find(string name) => ByName.GetValueOrDefault(name, []);

    /// <summary>The name of the service on a port; null where none is known.</summary>
    public static string? NameOf(int port, TransportProtocol protocol) =>
        Find(port).FirstOrDefault(entry => entry.Protocol == protocol)?.ServiceName;

    /// <summary>The port of a service; null where the name is not known for the protocol.</summary>
    public static int? PortOf(string name, TransportProtocol protocol) =>
        Find(name).FirstOrDefault(entry => entry.Protocol == protocol)?.Port;

    /// <summary>The range that a port is in (RFC 6335 section 6).</summary>
    /// <param name="port">0 to 65535.</param>
    public static PortRange RangeOf(int port) => port switch
    {
        < 1024 => PortRange.WellKnown,
        < 49152 => PortRange.Registered,
        _ => PortRange.Dynamic,
    };

    private static ImmutableArray<PortInfo> Load()
    {
        using Stream stream = typeof(ServiceTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly carries no {Resource}.");
        using var reader = new StreamReader(stream);
        var entries = ImmutableArray.CreateBuilder<PortInfo>();
        while (reader.ReadLine() is string line)
        {
            if (line.StartsWith('#'))
                continue;

            string[] fields = line.Split('\t');
            int port = int.Parse(fields[1], CultureInfo.InvariantCulture);
            string[] aliases = fields[3].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (string protocol in fields[2].Split(','))
            {
                entries.Add(new PortInfo(
                    port,
                    Enum.Parse<TransportProtocol>(protocol, ignoreCase: true),
                    fields[0],
                    RangeOf(port),
                    aliases,
                    fields[4]));
            }
        }

        return entries.ToImmutable();
    }
}
