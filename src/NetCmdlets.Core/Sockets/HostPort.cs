using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>A host and a TCP port, as a user names them: 'web', 80, or 'web:80', '[::1]:80', '10.0.0.1:http'.</summary>
/// <param name="ComputerName">The host's name or address, without brackets.</param>
/// <param name="Port">The port, 1 to 65535.</param>
public readonly record struct HostPort(string ComputerName, int Port)
{
    /// <summary>
    /// The pairs behind hosts and ports: every host that names no port of its own with every port of the list.
    /// </summary>
    /// <exception cref="NetException">
    /// A host has no port or is none (InvalidRequest), or a port is none (InvalidPort).
    /// </exception>
    public static IEnumerable<HostPort> Combine(IEnumerable<string> hosts, IReadOnlyList<string> ports)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(ports);
        PortSet? common = ports.Count > 0 ? PortSet.Parse(ports) : null;
        foreach (string host in hosts)
        {
            (string name, string? own) = Split(host);
            if (name.Contains('/', StringComparison.Ordinal))
            {
                throw new NetException(
                    FailureKind.InvalidRequest,
                    $"'{host}' is no host: neither a network nor a URL is one. Write 'web:80' or '[::1]:80'.",
                    host);
            }

            PortSet these = own is not null ? PortSet.Parse([own]) : common ?? throw new NetException(
                FailureKind.InvalidRequest, $"'{host}' has no port. Give -Port, or write '{host}:80'.", host);
            foreach (int port in these)
                yield return new HostPort(name, port);
        }
    }

    /// <summary>A host that may name its port, and otherwise has a protocol's own.</summary>
    /// <exception cref="NetException">The port is none, or several (InvalidPort).</exception>
    public static HostPort Parse(string text, int defaultPort)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        (string name, string? own) = Split(text);
        if (own is null)
            return new HostPort(name, defaultPort);
        PortSet ports = PortSet.Parse([own]);
        return ports.Count == 1 ? new HostPort(name, ports.First()) : throw new NetException(
            FailureKind.InvalidPort, $"'{text}' has several ports. Give one, as in '{name}:{defaultPort}'.", text);
    }

    /// <summary>As a user would write it, with brackets around IPv6.</summary>
    public override string ToString()
        => ComputerName.Contains(':', StringComparison.Ordinal) ? $"[{ComputerName}]:{Port}" : $"{ComputerName}:{Port}";

    private static (string Host, string? Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        // An IPv6 address without brackets is all colons and has no port behind it.
        if (colon <= 0 || (text[0] != '[' && text.IndexOf(':', StringComparison.Ordinal) != colon)
            || (text[0] == '[' && text[colon - 1] != ']'))
        {
            return (text.Length > 2 && text[0] == '[' && text[^1] == ']' ? text[1..^1] : text, null);
        }

        string host = text[0] == '[' ? text[1..(colon - 1)] : text[..colon];
        return (host, text[(colon + 1)..]);
    }
}
