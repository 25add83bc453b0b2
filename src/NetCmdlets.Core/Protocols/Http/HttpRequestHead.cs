namespace NetCmdlets.Protocols.Http;

/// <summary>A request's line and header fields, found to be in order (RFC 9112, sections 3, 5 and 6).</summary>
public sealed record HttpRequestHead
{
    /// <summary>The method, as it came: methods know upper and lower case apart.</summary>
    public required string Method { get; init; }

    /// <summary>What the request is about.</summary>
    public required HttpTarget Target { get; init; }

    /// <summary>Whether the client speaks HTTP/1.1 or a later 1.x, not 1.0.</summary>
    public required bool IsVersion11 { get; init; }

    /// <summary>The header fields.</summary>
    public required HttpFields Fields { get; init; }

    /// <summary>The host that was asked; null where a client of HTTP/1.0 names none.</summary>
    public string? Host { get; init; }

    /// <summary>The body's length in bytes; 0 where there is none, null where it comes in chunks.</summary>
    public long? ContentLength { get; init; } = 0;

    /// <summary>Whether the client wants to go on with this connection (section 9.3).</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Whether it waits for 100 before it sends the body (RFC 9110, section 10.1.1).</summary>
    public bool ExpectsContinue { get; init; }

    /// <summary>Whether there is a body.</summary>
    public bool HasBody => ContentLength != 0;
}
