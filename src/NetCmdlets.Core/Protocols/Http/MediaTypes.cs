namespace NetCmdlets.Protocols.Http;

/// <summary>The media types of files, by the ends of their names (RFC 9110, section 8.3).</summary>
public static class MediaTypes
{
    /// <summary>What is told of a file whose type is not known: bytes, to be saved.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>Text.</summary>
    public const string Text = "text/plain; charset=utf-8";

    /// <summary>A page.</summary>
    public const string Html = "text/html; charset=utf-8";

    /// <summary>JSON, which is UTF-8 always (RFC 8259, section 8.1).</summary>
    public const string Json = "application/json";

    /// <summary>XML that was written as UTF-8, whatever it says itself (RFC 7303, section 3).</summary>
    public const string Xml = "application/xml; charset=utf-8";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".7z"] = "application/x-7z-compressed",
        [".aac"] = "audio/aac",
        [".avif"] = "image/avif",
        [".bmp"] = "image/bmp",
        [".bz2"] = "application/x-bzip2",
        [".c"] = Text,
        [".cfg"] = Text,
        [".conf"] = Text,
        [".cpp"] = Text,
        [".cs"] = Text,
        [".css"] = "text/css; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".doc"] = "application/msword",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".epub"] = "application/epub+zip",
        [".flac"] = "audio/flac",
        [".gif"] = "image/gif",
        [".gz"] = "application/gzip",
        [".h"] = Text,
        [".htm"] = Html,
        [".html"] = Html,
        [".ico"] = "image/vnd.microsoft.icon",
        [".ics"] = "text/calendar; charset=utf-8",
        [".ini"] = Text,
        [".jar"] = "application/java-archive",
        [".java"] = Text,
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = Json,
        [".log"] = Text,
        [".m4a"] = "audio/mp4",
        [".md"] = "text/markdown; charset=utf-8",
        [".mid"] = "audio/midi",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".mov"] = "video/quicktime",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "video/mp4",
        [".mpeg"] = "video/mpeg",
        [".odp"] = "application/vnd.oasis.opendocument.presentation",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ogg"] = "audio/ogg",
        [".otf"] = "font/otf",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".ppt"] = "application/vnd.ms-powerpoint",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".ps1"] = Text,
        [".psd1"] = Text,
        [".psm1"] = Text,
        [".py"] = Text,
        [".rtf"] = "application/rtf",
        [".sh"] = Text,
        [".svg"] = "image/svg+xml",
        [".tar"] = "application/x-tar",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".tsv"] = "text/tab-separated-values; charset=utf-8",
        [".ttf"] = "font/ttf",
        [".txt"] = Text,
        [".vtt"] = "text/vtt; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".wav"] = "audio/wav",
        [".webm"] = "video/webm",
        [".webmanifest"] = "application/manifest+json",
        [".webp"] = "image/webp",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
        [".xhtml"] = "application/xhtml+xml",
        [".xls"] = "application/vnd.ms-excel",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".xml"] = "application/xml",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".zip"] = "application/zip",
    };

    /// <summary>The type of a file.</summary>
    public static string OfFile(string name) => Types.GetValueOrDefault(Path.GetExtension(name), Unknown);
}
