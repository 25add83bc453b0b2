using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Hosts;

/// <summary>The name servers in a file as resolv.conf(5) says.</summary>
internal static class ResolverFile
{
    /// <summary>Where the file is.</summary>
    public const string Path = "/etc/resolv.conf";

    /// <summary>The name servers of a file; none where it cannot be read.</summary>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            return Servers(File.ReadLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The name servers in the lines of a file.</summary>
    public static IReadOnlyList<string> Servers(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            // A comment begins a line with '#' or ';', so that no keyword is found there.
            .Where(words => words.Length > 1 && words[0] == "nameserver"
                && HostResolver.TryParseLiteral(words[1], out _))
            .Select(words => words[1]),
    ];
}
