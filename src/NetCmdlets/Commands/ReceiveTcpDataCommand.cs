using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Receive-TcpData: takes what came over sessions.</summary>
[Cmdlet(VerbsCommunications.Receive, "TcpData")]
[OutputType(typeof(TcpReply))]
public sealed class ReceiveTcpDataCommand : SessionCommand<ReceiveTcpDataRequest>
{
    /// <summary>How many messages to take of each session.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>The encoding of the text.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Take so many bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int ReplyBytes { get; set; }

    /// <summary>Take all up to this text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Until { get; set; }

    /// <summary>Take one message of this framing.</summary>
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

    /// <summary>The longest message taken, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int MaxReplyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Without a rule, what has come is taken after so many seconds of silence.</summary>
    [Parameter]
    [ValidateSeconds]
    public double QuietSeconds { get; set; } = 0.25;

    /// <summary>How long to wait for each message, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    protected override INetOperation<ReceiveTcpDataRequest> CreateOperation() => new ReceiveTcpDataOperation();

    /// <inheritdoc/>
    protected override ReceiveTcpDataRequest BuildRequest() => new()
    {
        Session = FindSessions(),
        Count = Count,
        Encoding = Encoding,
        ReplyBytes = ReplyBytes,
        Until = Until,
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        MaxReplyBytes = MaxReplyBytes,
        Quiet = TimeSpan.FromSeconds(QuietSeconds),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
    };
}
