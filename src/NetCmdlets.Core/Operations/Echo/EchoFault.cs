using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Echo;

/// <summary>Ends a check that the server did not pass; the message is the evidence.</summary>
internal sealed class EchoFault : Exception
{
    public EchoFault(string evidence, bool unreachable = false)
        : base(evidence)
        => Unreachable = unreachable;

    /// <summary>Whether the server could not be talked to at all.</summary>
    public bool Unreachable { get; }

    /// <summary>The fault of a server that could not be reached.</summary>
    public static EchoFault Of(NetFailure failure) => new($"{failure.Kind}: {failure.Message}", unreachable: true);
}
