using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Invoke-TcpRequest: connects, sends a message, reads the reply, and closes.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TcpRequest", DefaultParameterSetName = "Message")]
[OutputType(typeof(TcpReply))]
public sealed class InvokeTcpRequestCommand : TcpClientCommand<InvokeTcpRequestRequest>
{
    /// <summary>The text to send.</summary>
    [Parameter(Position = 2, ValueFromPipeline = true, ParameterSetName = "Message")]
    [MessageTransformation]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>The bytes to send.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Data")]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>The encoding of the message and of the reply's Text.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>The reply is complete at so many bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int ReplyBytes { get; set; }

    /// <summary>The reply is complete at this text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Until { get; set; }

    /// <summary>Send the message and read one in this framing.</summary>
    [Parameter]
    public FramingKind? Framing { get; set; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }

    /// <summary>How many bytes the length has in LengthPrefix framing.</summary>
    [Parameter]
    [ValidateSet("1", "2", "4")]
    public int PrefixBytes { get; set; } = 4;

    /// <summary>End the sending side after the message.</summary>
    [Parameter]
    public SwitchParameter Shutdown { get; set; }

    /// <summary>Without another rule, the reply is complete after so many seconds of silence.</summary>
    [Parameter]
    [ValidateSeconds]
    public double QuietSeconds { get; set; } = 0.25;

    /// <summary>The longest reply taken, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int MaxReplyBytes { get; set; } = 64 * 1024 * 1024;

    /// <inheritdoc/>
    protected override INetOperation<InvokeTcpRequestRequest> CreateOperation() => new InvokeTcpRequestOperation();

    /// <inheritdoc/>
    protected override InvokeTcpRequestRequest BuildClientRequest() => new()
    {
        Message = ParameterSetName == "Data" ? null : Message,
        Data = ParameterSetName == "Data" ? Data : null,
        Encoding = Encoding,
        ReplyBytes = ReplyBytes,
        Until = Until,
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Shutdown = Shutdown,
        Quiet = TimeSpan.FromSeconds(QuietSeconds),
        MaxReplyBytes = MaxReplyBytes,
    };
}
