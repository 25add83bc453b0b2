using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Sockets;

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
    private readonly KnownFiles known = new();

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
    public bool NeverBlocks => true;

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool now = LoopThread.MayBeCurrent;
        if (AnswerKnown(request.Head, now) is { } response)
            return ValueTask.FromResult(response);
        return now ? AnswerOnPoolAsync(request.Head) : ValueTask.FromResult(Answer(request.Head));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A path has to be looked up, and a disk perhaps be waited for: not on the thread that serves all.
    private async ValueTask<HttpResponse> AnswerOnPoolAsync(HttpRequestHead head)
    {
        await LoopThread.LeaveAsync();
        return AnswerKnown(head, now: false) ?? Answer(head);
    }

    private HttpResponse? AnswerKnown(HttpRequestHead head, bool now)
    {
        if (head.Method is not ("GET" or "HEAD") || known.Find(head.Target.Raw) is not { } found
            || LinuxFile.TryOpen(found.Path, now, out long length, out DateTimeOffset modified) is not { } file)
            return null;
        return AnswerFile(head, found.MediaType, file, found.StateOf(length, modified));
    }

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
            return AnswerFile(head, index with { IsPlain = index.IsPlain && entry.IsPlain });
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
            if (LinuxFile.IsSupported && entry.IsPlain)
                known.Add(head.Target.Raw, entry.RealPath);
            var state = new FileState(
                RandomAccess.GetLength(file), new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero));
            return AnswerFile(head, MediaTypes.OfFile(entry.RealPath), file, state);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            return HttpResponse.Plain(404);
        }
    }

    private static HttpResponse AnswerFile(HttpRequestHead head, string type, SafeFileHandle file, FileState state)
    {
        long length = state.Length;
        int refusal = Preconditions.Judge(head.Fields, state.EntityTag, state.Modified);
        if (refusal != 0)
        {
            file.Dispose();
            HttpResponse answer = refusal == 304 ? new HttpResponse(304) : HttpResponse.Plain(refusal);
            return Describe(answer, state);
        }

        // Ranges are for GET alone (section 14.2).
        IReadOnlyList<ByteRange>? ranges = head.Method == "GET" && head.Fields["Range"] is { } field
            && Preconditions.RangeCounts(head.Fields, state.EntityTag, state.Modified)
            ? ByteRange.Parse(field, length)
            : null;
        switch (ranges)
        {
            case null:
                return Describe(
                    new HttpResponse(200, new FileBody(file, new ByteRange(0, length))).With("Content-Type", type),
                    state);
            case []:
                file.Dispose();
                return HttpResponse.Plain(416).With("Content-Range", $"bytes */{length}");
            case [var only]:
                return Describe(
                    new HttpResponse(206, new FileBody(file, only))
                        .With("Content-Type", type)
                        .With("Content-Range", only.ContentRange(length)),
                    state);
            default:
                // Random, so that no file can hold it on purpose.
                string boundary = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
                return Describe(
                    new HttpResponse(206, new FileBody(file, ranges, length, type, boundary))
                        .With("Content-Type", $"multipart/byteranges; boundary={boundary}"),
                    state);
        }
    }

    private static HttpResponse Describe(HttpResponse response, FileState state) => response
        .With("Last-Modified", state.LastModified)
        .With("ETag", state.EntityTag)
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
