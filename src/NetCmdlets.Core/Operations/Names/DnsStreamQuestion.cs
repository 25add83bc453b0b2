using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Operations.Names;

/// <summary>A question on its way over a connection, and in time its answer.</summary>
/// <param name="query">The question, with an id that no other on the connection has.</param>
internal sealed class DnsStreamQuestion(DnsQuery query)
    : TaskCompletionSource<DnsStreamReply?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The question.</summary>
    public DnsQuery Query => query;
}

/// <summary>What came of a question over a connection.</summary>
/// <param name="Message">The response; null where none came that could be read.</param>
/// <param name="Failure">Why there is none.</param>
internal sealed record DnsStreamReply(DnsMessage? Message, NetFailure? Failure)
{
    /// <summary>Whether the connection went before the answer came, so that another may bring it.</summary>
    public bool IsLost { get; init; }
}
