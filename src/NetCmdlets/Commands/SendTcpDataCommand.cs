using System.Management.Automation;
using NetCmdlets.Diagnostics;
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
    [MessageTransformation]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>The bytes to send.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Data")]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>A session of the pipeline: -Session then, or what -Session's place holds is the text.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public TcpSession? PipedSession { get; set; }

    /// <summary>The encoding of the message.</summary>
    [Parameter]
    [EncodingTransformation]
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
    protected override SendTcpDataRequest BuildRequest()
    {
        // '$session | Send-TcpData hello': the session has come, so what stands in its place is the text.
        bool isText = PipedSession is not null && !IsPiped(nameof(Session));
        if (isText && (Message is not null || Data is not null || Session is not [string]))
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give the session by the pipeline or with -Session, not both.", PipedSession);
        }

        IReadOnlyList<TcpSession> sessions = isText ? [PipedSession!] : FindSessions();
        return Request(sessions, isText ? (string)Session[0] : Message);
    }

    private SendTcpDataRequest Request(IEnumerable<TcpSession> sessions, string? message) => new()
    {
        Session = [.. sessions.Where(session => ShouldProcess(session.ToString(), "Send"))],
        Message = ParameterSetName == "Data" ? null : message,
        Data = ParameterSetName == "Data" ? Data : null,
        Encoding = Encoding,
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Shutdown = Shutdown,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
    };
}
