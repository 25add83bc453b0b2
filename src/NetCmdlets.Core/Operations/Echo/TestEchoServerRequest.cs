using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Echo;

/// <summary>Which echo servers to check, and in what.</summary>
public sealed record TestEchoServerRequest : TcpClientRequest
{
    /// <summary>What the server speaks.</summary>
    public EchoProtocol Protocol { get; init; }

    /// <summary>The checks to run; none for all.</summary>
    public IReadOnlyList<string> Id { get; init; } = [];

    /// <summary>The checks to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>How many clients the Concurrent check has, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 10_000)]
    public int Concurrency { get; init; } = 50;

    /// <summary>Emit one bool a server: whether it passed every check that was run.</summary>
    public bool Quiet { get; init; }
}
