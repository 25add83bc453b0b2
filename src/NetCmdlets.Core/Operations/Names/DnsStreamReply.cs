using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Operations.Names;

/// <summary>What came of a question over a connection.</summary>
/// <param name="Message">The response; null where none came that could be read.</param>
/// <param name="Failure">Why there is none.</param>
internal sealed record DnsStreamReply(DnsMessage? Message, NetFailure? Failure)
{
    /// <summary>Whether the connection went before the answer came, so that another may bring it.</summary>
    public bool IsLost { get; init; }
}
