using System.Collections;
using System.Net;
using NetCmdlets.Framing;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets;

/// <summary>A request as a handler gets it: <c>$_</c>.</summary>
public sealed class HttpRequest
{
    private readonly HttpRequestHead head;
    private Hashtable? query;
    private Hashtable? headers;

    internal HttpRequest(HttpRequestHead head, byte[] body, HttpPeer peer)
    {
        this.head = head;
        Body = body;
        Peer = peer;
    }

    /// <summary>The method: GET, POST and so on.</summary>
    public string Method => head.Method;

    /// <summary>The path, decoded: it has no '.' or '..' segment. '*' for the server as a whole.</summary>
    public string Path => head.Target.Path;

    /// <summary>What follows '?' in the target, still encoded; null where there is no '?'.</summary>
    public string? QueryString => head.Target.QueryString;

    /// <summary>
    /// The query by names, whatever their case: each value a string, or an array of them where a name comes again.
    /// </summary>
    public IDictionary Query => query ??= HttpQuery.Parse(QueryString);

    /// <summary>The header fields by names, whatever their case; of several of a name, all with ', ' between.</summary>
    public IDictionary Headers => headers ??= MakeHeaders();

    /// <summary>The host that was asked, with its port where one was given; null where none was.</summary>
    public string? HostName => head.Host;

    /// <summary>The body's bytes; none where there is no body.</summary>
    public byte[] Body { get; }

    /// <summary>The body as text; null where the bytes are not UTF-8.</summary>
    public string? Text => MessageText.Utf8.TryDecode(Body);

    /// <summary>What the placeholders of the route stand for, by their names; empty without a route.</summary>
    public Hashtable RouteValues { get; internal set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The connection's number on its server, from 1.</summary>
    public long ConnectionId => Peer.Id;

    /// <summary>The client.</summary>
    public EndPoint? RemoteEndPoint => Peer.Remote;

    /// <summary>The server's end point.</summary>
    public EndPoint? LocalEndPoint => Peer.Local;

    /// <summary>The subject of the certificate that the client has shown; null where it showed none.</summary>
    public string? ClientCertificateSubject => Peer.CertificateSubject;

    /// <summary>The head, for those who answer.</summary>
    internal HttpRequestHead Head => head;

    private HttpPeer Peer { get; }

    /// <summary>The method and the path, without the query, which may hold secrets.</summary>
    public override string ToString() => $"{Method} {head.Target.Raw}";

    private Hashtable MakeHeaders()
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (HttpField field in head.Fields)
            table[field.Name] = head.Fields[field.Name];
        return table;
    }
}
