using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>
/// Serves the files of a folder (RFC 9110): GET and HEAD, validators and conditions, ranges, a folder's index.html or a
/// list of what is in it.
/// </summary>
public sealed class FileResponder : IHttpResponder
{
    /// <summary>What is served for a folder that has it.</summary>
    public const string IndexFile = "index.html";

    private const string Methods = "GET, HEAD, OPTIONS";

    private readonly SharedFolderOptions options;
    private readonly SharedFolder folder;

    /// <summary>Serves a folder.</summary>
    /// <exception cref="NetException">It is no folder (FileFailed).</exception>
    public FileResponder(SharedFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        folder = new SharedFolder(options);
    }

    /// <inheritdoc/>
    public bool ReadsBodies => false;

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Answer(request.Head));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private HttpResponse Answer(HttpRequestHead head)
    {
        if (head.Method is "OPTIONS")
            return new HttpResponse(204).With("Allow", Methods);
        if (head.Method is not ("GET" or "HEAD"))
            return HttpResponse.NotAllowed(Methods);
        IReadOnlyList<string> segments = head.Target.Segments;
        if (folder.Find(segments) is not { } entry)
            return HttpResponse.Plain(404);
        bool asFolder = segments[^1].Length == 0;
        if (!entry.IsFolder)
            return asFolder ? HttpResponse.Plain(404) : AnswerFile(head, entry);
        if (!asFolder)
            return HttpResponse.Plain(301).With("Location", FolderAddress(head.Target));
        if (folder.Find(entry, IndexFile) is { IsFolder: false } index)
            return AnswerFile(head, index);
        return options.NoListing ? HttpResponse.Plain(403) : AnswerListing(head, entry);
    }

    // Made of the names, not of what came: '//other.example/' would lead elsewhere.
    private static string FolderAddress(HttpTarget target)
    {
        string path = string.Concat(target.Segments.Where(static segment => segment.Length > 0)
            .Select(static segment => "/" + Uri.EscapeDataString(segment)));
        return target.QueryString is null ? $"{path}/" : $"{path}/?{target.QueryString}";
    }

    private HttpResponse AnswerFile(HttpRequestHead head, SharedEntry entry)
    {
        if (folder.Open(entry) is not { } file)
            return HttpResponse.Plain(404);
        try
        {
            return AnswerFile(head, entry.RealPath, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            return HttpResponse.Plain(404);
        }
    }

    private static HttpResponse AnswerFile(HttpRequestHead head, string path, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{modified.UtcTicks:x}-{length:x}\"");
        int refusal = Preconditions.Judge(head.Fields, tag, modified);
        if (refusal != 0)
        {
            file.Dispose();
            HttpResponse answer = refusal == 304 ? new HttpResponse(304) : HttpResponse.Plain(refusal);
            return Describe(answer, tag, modified);
        }

        // Ranges are for GET alone (section 14.2).
        IReadOnlyList<ByteRange>? ranges = head.Method == "GET" && head.Fields["Range"] is { } field
            && Preconditions.RangeCounts(head.Fields, tag, modified)
            ? ByteRange.Parse(field, length)
            : null;
        string type = MediaTypes.OfFile(path);
        switch (ranges)
        {
            case null:
                return Describe(
                    new HttpResponse(200, new FileBody(file, new ByteRange(0, length))).With("Content-Type", type),
                    tag,
                    modified);
            case []:
                file.Dispose();
                return HttpResponse.Plain(416).With("Content-Range", $"bytes */{length}");
            case [var only]:
                return Describe(
                    new HttpResponse(206, new FileBody(file, only))
                        .With("Content-Type", type)
                        .With("Content-Range", only.ContentRange(length)),
                    tag,
                    modified);
            default:
                // Random, so that no file can hold it on purpose.
                string boundary = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
                return Describe(
                    new HttpResponse(206, new FileBody(file, ranges, length, type, boundary))
                        .With("Content-Type", $"multipart/byteranges; boundary={boundary}"),
                    tag,
                    modified);
        }
    }

    private static HttpResponse Describe(HttpResponse response, string tag, DateTimeOffset modified) => response
        .With("Last-Modified", HttpDate.Format(modified))
        .With("ETag", tag)
        .With("Accept-Ranges", "bytes")
        // The type is what the name says, and no browser is to guess another from what is inside.
        .With("X-Content-Type-Options", "nosniff");

    private HttpResponse AnswerListing(HttpRequestHead head, SharedEntry entry)
    {
        try
        {
            var listing = new FolderListing(folder, entry);
            bool asJson = FolderListing.WantsJson(head.Fields);
            bool isRoot = head.Target.Segments.All(static segment => segment.Length == 0);
            return HttpResponse
                .Of(
                    200,
                    asJson ? MediaTypes.Json : MediaTypes.Html,
                    asJson ? listing.ToJson() : listing.ToHtml(head.Target.Path, isRoot))
                .With("Vary", "Accept")
                .With("Cache-Control", "no-cache")
                .With("X-Content-Type-Options", "nosniff");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HttpResponse.Plain(403);
        }
    }
}
