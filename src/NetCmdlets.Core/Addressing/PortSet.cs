using System.Collections;
using System.Globalization;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// The ports that a user named: numbers, ranges ('20-25'), service names ('http') and several of these separated by
/// commas. Enumerated in the order given, each port once; a range is never laid out in memory.
/// </summary>
public sealed class PortSet : IReadOnlyCollection<int>
{
    private const int Highest = 65535;
    private readonly (int First, int Last)[] ranges;

    private PortSet((int First, int Last)[] ranges)
    {
        this.ranges = ranges;
        foreach (int _ in this)
            Count++;
    }

    /// <summary>How many different ports there are.</summary>
    public int Count { get; }

    /// <summary>
    /// Reads a list of ports.
    /// </summary>
    /// <param name="texts">Numbers from 1 to 65535, ranges, service names.</param>
    /// <exception cref="NetException">A text is none of these (InvalidPort).</exception>
    public static PortSet Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var ranges = new List<(int, int)>();
        foreach (string text in texts)
        {
            foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
                ranges.Add(ParseOne(part));
        }

        if (ranges.Count == 0)
            throw new NetException(FailureKind.InvalidPort, "No port was given. Give ports as 80, '20-25' or 'http'.");
        return new PortSet([.. ranges]);
    }

    /// <summary>Why a list of ports is none (InvalidPort); null where it is one.</summary>
    public static NetFailure? FaultOf(IEnumerable<string> texts)
    {
        try
        {
            _ = Parse(texts);
            return null;
        }
        catch (NetException error)
        {
            return error.Failure;
        }
    }

    /// <summary>Whether a port is in the list.</summary>
    public bool Contains(int port)
    {
        foreach ((int first, int last) in ranges)
        {
            if (port >= first && port <= last)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        var seen = ranges.Length > 1 ? new BitArray(Highest + 1) : null;
        foreach ((int first, int last) in ranges)
        {
            for (int port = first; port <= last; port++)
            {
                if (seen is not null)
                {
                    if (seen[port])
                        continue;
                    seen[port] = true;
                }

                yield return port;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static (int First, int Last) ParseOne(string text)
    {
        if (TryNumber(text, out int single))
            return (single, single);
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0
            && TryNumber(text[..dash].TrimEnd(), out int first)
            && TryNumber(text[(dash + 1)..].TrimStart(), out int last))
        {
            return first <= last
                ? (first, last)
                : throw Invalid(text, "the range runs backwards");
        }

        // Names may hold a dash themselves ('http-alt').
        if (text.Length > 0 && !char.IsAsciiDigit(text[0]) && text[0] != '-')
        {
            return ServiceTable.PortOf(text, TransportProtocol.Tcp) is int named
                ? (named, named)
                : throw Invalid(text, "no service has that name");
        }

        throw Invalid(text, $"ports run from 1 to {Highest}");
    }

    private static bool TryNumber(string text, out int port)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= Highest;

    private static NetException Invalid(string text, string why) => new(
        FailureKind.InvalidPort,
        $"'{text}' is not a port: {why}. Give a number, a range such as '20-25', or a service name such as 'http'.",
        text);
}
