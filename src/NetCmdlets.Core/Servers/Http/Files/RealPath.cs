namespace NetCmdlets.Servers.Http.Files;

/// <summary>The path that is left when every symbolic link of a path is followed, as realpath(3) tells it.</summary>
internal static class RealPath
{
    // As Linux: more than that is a loop.
    private const int MaximumLinks = 40;

    /// <summary>The real path of something that exists; null where it does not, or its links go in a circle.</summary>
    public static string? Of(string path)
    {
        string full = Path.GetFullPath(path);
        string volume = Path.GetPathRoot(full)!;
        return Of(volume, full[volume.Length..]);
    }

    /// <summary>The same of a path below a folder that is real itself: that one is not looked at again.</summary>
    public static string? Of(string realFolder, string relativePath)
    {
        string current = realFolder;
        var rest = new Stack<string>();
        Push(rest, relativePath);
        int links = 0;
        while (rest.TryPop(out string? segment))
        {
            if (segment is "." or "")
                continue;
            if (segment == "..")
            {
                // What is real has no links any more, so its parent is the one by name.
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            string next = Path.Combine(current, segment);
            string? target = LinkTargetOf(next, out bool exists);
            if (!exists)
                return null;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MaximumLinks)
                return null;
            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            Push(rest, target);
        }

        return current;
    }

    private static string? LinkTargetOf(string path, out bool exists)
    {
        try
        {
            var file = new FileInfo(path);
            // Of the link itself: a link to nothing exists.
            exists = (int)file.Attributes != -1;
            return exists && (file.Attributes & FileAttributes.ReparsePoint) != 0 ? file.LinkTarget : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            exists = false;
            return null;
        }
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] segments = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        for (int i = segments.Length - 1; i >= 0; i--)
            rest.Push(segments[i]);
    }
}
