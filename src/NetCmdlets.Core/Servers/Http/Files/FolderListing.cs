using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>What is in a folder, as a page or as JSON: folders first, each by name.</summary>
internal sealed class FolderListing
{
    /// <summary>How many names a list has at most; it says so where there are more.</summary>
    public const int MaximumEntries = 10_000;

    private readonly List<Entry> entries = [];
    private readonly bool isCut;

    /// <summary>Reads a folder.</summary>
    /// <param name="shared">What is served of it.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FolderListing(SharedFolder shared, SharedEntry folder)
    {
        foreach (FileSystemInfo info in new DirectoryInfo(folder.RealPath).EnumerateFileSystemInfos())
        {
            // No path may have a control character, so a link to such a name would lead nowhere.
            if (info.Name.Any(char.IsControl) || shared.Find(folder, info.Name) is not { } found)
                continue;
            var target = new FileInfo(found.RealPath);
            // Gone since it was found.
            if (!found.IsFolder && !target.Exists)
                continue;
            if (entries.Count == MaximumEntries)
            {
                isCut = true;
                break;
            }

            entries.Add(new Entry(
                info.Name,
                found.IsFolder,
                found.IsFolder ? null : target.Length,
                new DateTimeOffset(target.LastWriteTimeUtc, TimeSpan.Zero)));
        }

        entries.Sort(static (one, other) => one.IsFolder != other.IsFolder
            ? other.IsFolder.CompareTo(one.IsFolder)
            : CompareNames(one.Name, other.Name));
    }

    /// <summary>A page.</summary>
    /// <param name="path">The folder's path as it was asked for.</param>
    /// <param name="isRoot">Whether there is nothing above it.</param>
    public byte[] ToHtml(string path, bool isRoot)
    {
        string title = WebUtility.HtmlEncode($"Index of {path}");
        var page = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n")
            .Append("<table>\n<tr><th>Name</th><th>Size</th><th>Modified (UTC)</th></tr>\n");
        if (!isRoot)
            page.Append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        foreach (Entry entry in entries)
        {
            string slash = entry.IsFolder ? "/" : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{Uri.EscapeDataString(entry.Name)}{slash}\">")
                .Append(CultureInfo.InvariantCulture, $"{WebUtility.HtmlEncode(entry.Name)}{slash}</a></td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{entry.Length}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{entry.Modified:yyyy-MM-dd HH:mm:ss}</td></tr>\n");
        }

        page.Append("</table>\n");
        if (isCut)
            page.Append(CultureInfo.InvariantCulture, $"<p>{MaximumEntries} entries are shown; there are more.</p>\n");
        return Encoding.UTF8.GetBytes(page.Append("</body>\n</html>\n").ToString());
    }

    /// <summary>An array of objects: name, type ('file', 'folder'), size in bytes (null of a folder), time.</summary>
    public byte[] ToJson()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            foreach (Entry entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("name", entry.Name);
                json.WriteString("type", entry.IsFolder ? "folder" : "file");
                if (entry.Length is long length)
                    json.WriteNumber("size", length);
                else
                    json.WriteNull("size");
                json.WriteString("modified", entry.Modified.UtcDateTime);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return output.ToArray();
    }

    /// <summary>Whether a client asks for JSON rather than a page.</summary>
    public static bool WantsJson(HttpFields fields)
        => fields["Accept"] is { } accept
            && accept.Contains(MediaTypes.Json, StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static int CompareNames(string one, string other)
    {
        int order = string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
        return order != 0 ? order : string.CompareOrdinal(one, other);
    }

    private sealed record Entry(string Name, bool IsFolder, long? Length, DateTimeOffset Modified);
}
