namespace NetCmdlets.Protocols.Http;

/// <summary>Why a request is refused before anybody looks at what it asks for. The connection ends with it.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Reason">What is wrong, for the event and the client; holds nothing that the client sent.</param>
public sealed record HttpFault(int Status, string Reason)
{
    /// <summary>A fault of form: 400.</summary>
    public static HttpFault BadRequest(string reason) => new(400, reason);
}
