using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http;

/// <summary>An answer: status, header fields and body. Used once, and disposed with its body.</summary>
public sealed class HttpResponse : IDisposable
{
    // What the server says by itself, so that a body's length and its end are never told in two ways.
    private static readonly string[] Reserved =
        ["Connection", "Content-Length", "Date", "Keep-Alive", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Makes a response.</summary>
    /// <param name="status">The status, 200 to 599.</param>
    /// <param name="body">The body; null for an empty one.</param>
    public HttpResponse(int status, HttpBody? body = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Status = status;
        Body = body ?? HttpBody.Empty;
    }

    /// <summary>The status, 200 to 599.</summary>
    public int Status { get; }

    /// <summary>The header fields; the server adds those of the connection and the body's length.</summary>
    public HttpFields Fields { get; } = new();

    /// <summary>The body. A client that asked with HEAD is told its length and not sent it.</summary>
    public HttpBody Body { get; }

    /// <summary>What went wrong in a handler, for the event; null where nothing did.</summary>
    public string? HandlerError { get; init; }

    /// <summary>The exception behind it, where there was one.</summary>
    public Exception? HandlerCause { get; init; }

    /// <summary>A response whose body is bytes.</summary>
    public static HttpResponse Of(int status, string contentType, ReadOnlyMemory<byte> body)
        => new HttpResponse(status, new MemoryBody(body)).With("Content-Type", contentType);

    /// <summary>A response that says its status in a line of text: an error, to the person at the browser.</summary>
    public static HttpResponse Plain(int status, string? detail = null)
    {
        string text = HttpStatus.Describe(status) + (detail is null ? "\n" : $": {detail}\n");
        return Of(status, MediaTypes.Text, System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A method that is not allowed here: 405 with those that are.</summary>
    public static HttpResponse NotAllowed(string allow) => Plain(405).With("Allow", allow);

    /// <summary>A handler's failure: the client learns that there was one, and nothing of it.</summary>
    public static HttpResponse Failed(string error, Exception? cause)
        => new HttpResponse(500, Plain(500).Body) { HandlerError = error, HandlerCause = cause }
            .With("Content-Type", MediaTypes.Text);

    /// <summary>Adds a field that is known to be in order.</summary>
    public HttpResponse With(string name, string value)
    {
        Fields.Add(name, value);
        return this;
    }

    /// <summary>Adds a field of a user's making.</summary>
    /// <exception cref="NetException">It is the server's own, or cannot be a field (InvalidRequest).</exception>
    public void AddUserField(string name, string value)
    {
        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new NetException(FailureKind.InvalidRequest, $"The header field {name} is the server's own.", name);
        Fields.AddChecked(name, value);
    }

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();
}
