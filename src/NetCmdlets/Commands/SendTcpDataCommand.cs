using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Send-TcpData: sends over sessions.</summary>
[Cmdlet(VerbsCommunications.Send, "TcpData", DefaultParameterSetName = "Message", SupportsShouldProcess = true)]
[OutputType(typeof(TcpSession))]
public sealed class SendTcpDataCommand : SessionCommand<SendTcpDataRequest>
{
    /// <summary>The text to send.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = "Message")]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>The bytes to send.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Data")]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>The encoding of the message.</summary>
    [Parameter]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>The framing of what is sent.</summary>
    [Parameter]
    public FramingKind Framing { get; set; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }

    /// <summary>How many bytes the length has in LengthPrefix framing.</summary>
    [Parameter]
    [ValidateSet("1", "2", "4")]
    public int PrefixBytes { get; set; } = 4;

    /// <summary>End the sending side after it.</summary>
    [Parameter]
    public SwitchParameter Shutdown { get; set; }

    /// <summary>How long the server may take to take it, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        if (PassThru)
            base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override INetOperation<SendTcpDataRequest> CreateOperation() => new SendTcpDataOperation();

    /// <inheritdoc/>
    protected override SendTcpDataRequest BuildRequest() => new()
    {
        Session = [.. FindSessions().Where(session => ShouldProcess(session.ToString(), "Send"))],
        Message = ParameterSetName == "Data" ? null : Message,
        Data = ParameterSetName == "Data" ? Data : null,
        Encoding = Encoding,
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Shutdown = Shutdown,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
    };
}
