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
