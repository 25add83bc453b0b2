using Microsoft.Win32.SafeHandles;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>Something that is served.</summary>
/// <param name="RealPath">Where it is, after all links.</param>
/// <param name="IsFolder">Whether it is a folder, not a file.</param>
/// <param name="IsPlain">Whether it is inside the shared folder and no link led to it.</param>
internal sealed record SharedEntry(string RealPath, bool IsFolder, bool IsPlain);

/// <summary>
/// The jail: from the segments of a request's path to a file or folder that is inside the shared folder, or to nothing.
/// Nothing outside is ever opened, whatever the path says and wherever links lead, and what is kept back looks like
/// what there is not.
/// </summary>
internal sealed class SharedFolder
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    // What well-known addresses begin with (RFC 8615, section 3): meant for everybody, whatever its first character.
    private const string WellKnown = ".well-known";

    private readonly SharedFolderOptions options;
    private readonly string root;
    private readonly string rootWithSeparator;

    /// <summary>Opens a folder for sharing.</summary>
    /// <exception cref="NetException">It is no folder (FileFailed).</exception>
    public SharedFolder(SharedFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        root = (Directory.Exists(options.Path) ? RealPath.Of(options.Path) : null) ?? throw new NetException(
            FailureKind.FileFailed, $"'{options.Path}' is not a folder that can be served.", options.Path);
        rootWithSeparator = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
    }

    /// <summary>What some segments name; null where there is no such thing, or not for everybody.</summary>
    public SharedEntry? Find(IEnumerable<string> segments)
    {
        string path = "";
        foreach (string segment in segments)
        {
            if (segment.Length == 0)
                continue;
            if (!IsName(segment))
                return null;
            path = Path.Combine(path, segment);
        }

        return FindBelow(root, path);
    }

    /// <summary>An entry of a folder that was found; null where it is not served.</summary>
    public SharedEntry? Find(SharedEntry folder, string name) => FindBelow(folder.RealPath, name);

    /// <summary>Opens a file that was found; null where it is none any more, or may not be read.</summary>
    public SafeFileHandle? Open(SharedEntry entry)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(
                entry.RealPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (IsStillInside(file))
                return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // As if it were not there.
        }

        file?.Dispose();
        return null;
    }

    private SharedEntry? FindBelow(string realFolder, string path)
    {
        try
        {
            if (RealPath.Of(realFolder, path) is not { } real)
                return null;
            bool inside = IsInside(real);
            if (!inside && !options.FollowSymlink)
                return null;
            // A link must not uncover what is hidden, so what it leads to is judged as well.
            if (!options.IncludeHidden && IsHidden(path, realFolder == root, real, inside))
                return null;
            EntryType type = FileType.Of(real);
            return type == EntryType.None ? null : new SharedEntry(
                real, type == EntryType.Folder, inside && real == Path.TrimEndingDirectorySeparator(
                    Path.Combine(realFolder, path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // A segment is one name: never a path, a drive or a stream of a file. Windows takes trailing dots and spaces away.
    private static bool IsName(string segment)
    {
        if (segment is "." or ".." || segment.AsSpan().IndexOfAny('/', '\0') >= 0)
            return false;
        return !OperatingSystem.IsWindows()
            || (segment.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && segment[^1] is not ('.' or ' '));
    }

    private bool IsInside(string real)
        => real.Equals(root, PathComparison) || real.StartsWith(rootWithSeparator, PathComparison);

    // Neither what was asked for nor, inside the folder, what it really is may be hidden.
    private bool IsHidden(string path, bool isFromRoot, string real, bool inside)
        => HasDotName(path, isFromRoot)
            || (inside && real.Length > rootWithSeparator.Length && HasDotName(real[rootWithSeparator.Length..], true))
            || (OperatingSystem.IsWindows() && (File.GetAttributes(real) & FileAttributes.Hidden) != 0);

    private static bool HasDotName(string path, bool isFromRoot)
    {
        bool isFirst = isFromRoot;
        foreach (string segment in path.Split(Path.DirectorySeparatorChar))
        {
            if (segment.StartsWith('.') && !(isFirst && segment == WellKnown))
                return true;
            isFirst = false;
        }

        return false;
    }

    // Between the look and the opening somebody may have put a link in a folder's place. Linux tells what was opened.
    private bool IsStillInside(SafeFileHandle file)
    {
        if (options.FollowSymlink || !OperatingSystem.IsLinux())
            return true;
        string? opened = new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;
        // Where there is no /proc, the look before has to do.
        return opened is null || IsInside(opened);
    }
}
