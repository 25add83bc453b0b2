using System.Collections;
using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Dialogue;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Invoke-TcpDialogue: talks to a server by a script of what to send and what to expect.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TcpDialogue")]
[OutputType(typeof(DialogueStep))]
public sealed class InvokeTcpDialogueCommand : TcpClientCommand<InvokeTcpDialogueRequest>
{
    /// <summary>The steps: Send, Expect (wildcards) or Match (regular expression), TimeoutSeconds.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public IDictionary[] Step { get; set; } = [];

    /// <summary>How messages are told apart both ways.</summary>
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
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Go on after a step that did not pass.</summary>
    [Parameter]
    public SwitchParameter ContinueOnFailure { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<InvokeTcpDialogueRequest> CreateOperation() => new InvokeTcpDialogueOperation();

    /// <inheritdoc/>
    protected override InvokeTcpDialogueRequest BuildClientRequest() => new()
    {
        Lines = [.. Step.Select(step => DialogueLine.Of(Parts(step)))],
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Encoding = Encoding,
        ContinueOnFailure = ContinueOnFailure,
    };

    private static IEnumerable<KeyValuePair<string, string>> Parts(IDictionary step)
    {
        foreach (DictionaryEntry part in step)
        {
            yield return new(
                LanguagePrimitives.ConvertTo<string>(part.Key), LanguagePrimitives.ConvertTo<string>(part.Value) ?? "");
        }
    }
}
