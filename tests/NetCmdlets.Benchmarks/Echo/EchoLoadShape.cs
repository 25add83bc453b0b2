using System.Globalization;
using NetCmdlets.Benchmarks.Commands;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>How many connections, and how large a message: '50x64'.</summary>
internal readonly record struct EchoLoadShape(int Connections, int MessageBytes)
{
    /// <summary>Parses a list of them, comma-separated.</summary>
    public static IReadOnlyList<EchoLoadShape> ParseList(string text)
        => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];

    /// <summary>As a heading reads: '1,000 connections of 64 bytes'.</summary>
    public override string ToString()
    {
        string size = MessageBytes >= 1024 ? $"{MessageBytes / 1024} KiB" : $"{MessageBytes} bytes";
        return FormattableString.Invariant($"{Connections:N0} connections of {size}");
    }

    private static EchoLoadShape Parse(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int connections)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
            && connections > 0 && bytes > 0
            ? new EchoLoadShape(connections, bytes)
            : throw new UsageException($"'{text}' is no load; '50x64' is 50 connections of 64 bytes.");
    }
}
