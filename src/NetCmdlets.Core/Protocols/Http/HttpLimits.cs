namespace NetCmdlets.Protocols.Http;

/// <summary>What a request may have at most; a peer that goes past is refused with the status that says so.</summary>
public static class HttpLimits
{
    /// <summary>The longest request line, in bytes without its end (RFC 9112, section 3, asks for 8000): 414.</summary>
    public const int RequestLineBytes = 8192;

    /// <summary>The longest head, in bytes: request line, header fields and the empty line: 431.</summary>
    public const int HeadBytes = 32 * 1024;

    /// <summary>The most header fields, or trailer fields: 431.</summary>
    public const int Fields = 100;

    /// <summary>The longest line of a chunk's size with its extensions, in bytes: 400.</summary>
    public const int ChunkLineBytes = 256;

    /// <summary>The longest line of a trailer section, in bytes: 431.</summary>
    public const int TrailerLineBytes = 8192;

    /// <summary>The most ranges of one request; one that asks for more is sent the whole (RFC 9110, 14.2).</summary>
    public const int Ranges = 16;
}
