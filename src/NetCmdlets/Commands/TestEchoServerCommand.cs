using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Test-EchoServer: grades an echo server, TCP or UDP: one object a check.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EchoServer")]
[OutputType(typeof(EchoCheck), typeof(bool))]
public sealed class TestEchoServerCommand : TcpClientCommand<TestEchoServerRequest>
{
    /// <summary>The hosts to connect to.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public override string[]? ComputerName { get; set; } = [];

    /// <summary>What the server speaks.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public EchoProtocol Protocol { get; set; }

    /// <summary>The checks to run. Not by property name: a server object has an Id of its own.</summary>
    [Parameter]
    [EchoCheckCompleter]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The checks to leave out.</summary>
    [Parameter]
    [EchoCheckCompleter]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>How many clients the Concurrent check has.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Concurrency { get; set; } = 50;

    /// <summary>One bool a server instead of the objects.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<TestEchoServerRequest> CreateOperation() => new TestEchoServerOperation();

    /// <inheritdoc/>
    protected override TestEchoServerRequest BuildClientRequest() => new()
    {
        Protocol = Protocol,
        Id = Id,
        Exclude = Exclude,
        Concurrency = Concurrency,
        Quiet = Quiet,
    };
}
