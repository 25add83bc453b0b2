using System.Globalization;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests;

/// <summary>
/// The port that a peer listens on, by /proc: for programs that let the system pick one and do not tell which.
/// </summary>
internal static class ListeningPort
{
    private const string Listening = "0A";

    /// <summary>Waits until a process listens on a TCP port of IPv4.</summary>
    public static async Task<int> OfAsync(PeerProcess peer)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the sockets of a process in /proc.");
        int port = 0;
        await Until.TrueAsync(() => (port = Find(peer.Id)) != 0);
        return port;
    }

    private static int Find(int process)
    {
        var sockets = new HashSet<string>();
        foreach (string descriptor in Directory.GetFiles($"/proc/{process}/fd"))
        {
            // 'socket:[4711]', where it is one.
            string? target = new FileInfo(descriptor).LinkTarget;
            if (target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
                sockets.Add(target[8..^1]);
        }

        // Local address in hexadecimal, a colon and the port; the state is the fourth word, the inode the tenth.
        return File.ReadLines($"/proc/{process}/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[3] == Listening && sockets.Contains(words[9]))
            .Select(words => int.Parse(words[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .FirstOrDefault();
    }
}
