using System.Globalization;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>Reads ports as users write them: '22', '20-25', 'http', and several of these between commas.</summary>
public static class PortSelection
{
    /// <summary>The ports of a text, in the order written, or why there are none.</summary>
    /// <param name="text">Ports, ranges and service names.</param>
    /// <param name="protocol">Whose ports a service name means.</param>
    /// <param name="ports">The ports, or none where the text is wrong.</param>
    /// <returns>The failure, of the kind InvalidPort; null where the text is right.</returns>
    public static NetFailure? TryParse(string text, TransportProtocol protocol, out IReadOnlyList<int> ports)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ServiceTable.PortOf(part, protocol) is int known)
            {
                found.Add(known);
                continue;
            }

            if (!TryRange(part, out int first, out int last))
            {
                ports = [];
                return Refuse(part, protocol);
            }

            found.AddRange(Enumerable.Range(first, last - first + 1));
        }

        ports = found;
        return null;
    }

    private static bool TryRange(string text, out int first, out int last)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        string start = dash < 0 ? text : text[..dash];
        string end = dash < 0 ? text : text[(dash + 1)..];
        last = 0;
        return TryPort(start, out first) && TryPort(end, out last) && first <= last;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;

    private static NetFailure Refuse(string part, TransportProtocol protocol)
    {
        bool isNumber = part.Length > 0 && part.All(static c => char.IsAsciiDigit(c) || c == '-');
        string reason = isNumber
            ? "ports go from 0 to 65535, and a range goes up"
            : $"no {protocol.ToString().ToUpperInvariant()} service of that name is known";
        return new NetFailure(
            FailureKind.InvalidPort,
            $"'{part}' is not a valid port: {reason}. "
                + "Write a port such as 22, a range such as 20-25 or a service such as ssh.",
            part);
    }
}
