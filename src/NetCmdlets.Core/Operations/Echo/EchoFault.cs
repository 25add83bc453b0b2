using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Echo;

/// <summary>Ends a check that the server did not pass; the message is the evidence.</summary>
internal sealed class EchoFault : Exception
{
    private EchoFault(string evidence, EchoFaultKind kind)
        : base(evidence)
        => Kind = kind;

    /// <summary>The fault of a server that did what it must not.</summary>
    public EchoFault(string evidence)
        : this(evidence, EchoFaultKind.Failed)
    {
    }

    /// <summary>What ended the check.</summary>
    public EchoFaultKind Kind { get; }

    /// <summary>The fault of a server that could not be talked to.</summary>
    public static EchoFault Of(NetFailure failure)
        => new($"{failure.Kind}: {failure.Message}", EchoFaultKind.Unreachable);

    /// <summary>The end of a check that cannot be asked of this server.</summary>
    public static EchoFault NotApplicable(string why) => new(why, EchoFaultKind.NotApplicable);

    /// <summary>The same with the place where it was met.</summary>
    public EchoFault At(string place) => new($"{place}: {Message}", Kind);
}

/// <summary>What ended a check.</summary>
internal enum EchoFaultKind
{
    /// <summary>The server did what it must not.</summary>
    Failed,

    /// <summary>The server could not be talked to at all.</summary>
    Unreachable,

    /// <summary>The server need not do what the check asks.</summary>
    NotApplicable,
}
