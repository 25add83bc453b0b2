using System.Collections;
using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Invoke-TcpDialogue: plays a script of sends and expectations with a TCP server.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TcpDialogue")]
[OutputType(typeof(DialogueStep))]
public sealed class InvokeTcpDialogueCommand : TcpClientCommand<InvokeTcpDialogueRequest>
{
    /// <summary>The hosts to connect to.</summary>
    // The pipeline brings nothing to send here, so it may bring hosts.
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public override string[]? ComputerName { get; set; } = [];

    /// <summary>The steps, in order.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public Hashtable[] Step { get; set; } = [];

    /// <summary>How messages are told apart, in both directions.</summary>
    [Parameter]
    public FramingKind Framing { get; set; } = FramingKind.Line;

    /// <summary>The delimiter of Delimiter framing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }

    /// <summary>How many bytes the length has in LengthPrefix framing.</summary>
    [Parameter]
    [ValidateSet("1", "2", "4")]
    public int PrefixBytes { get; set; } = 4;

    /// <summary>The encoding of all texts.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>The longest message taken, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int MaxReplyBytes { get; set; } = 1024 * 1024;

    /// <summary>Go on after a step that failed.</summary>
    [Parameter]
    public SwitchParameter ContinueOnFailure { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<InvokeTcpDialogueRequest> CreateOperation() => new InvokeTcpDialogueOperation();

    /// <inheritdoc/>
    protected override InvokeTcpDialogueRequest BuildClientRequest() => new()
    {
        Step = StepParameter.Steps(Step),
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Encoding = Encoding,
        MaxReplyBytes = MaxReplyBytes,
        ContinueOnFailure = ContinueOnFailure,
    };
}
