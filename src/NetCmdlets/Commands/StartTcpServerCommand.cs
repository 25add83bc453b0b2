using System.Collections;
using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-TcpServer: answers messages by a table or a script block, or serves a standard service.</summary>
[Cmdlet(VerbsLifecycle.Start, "TcpServer", DefaultParameterSetName = "Response", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartTcpServerCommand : TcpServerCommand<StartTcpServerRequest>
{
    private ScriptBlockHandler? handler;

    /// <summary>Message texts and their replies; '*' is every other message.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Response")]
    [ValidateNotNullOrEmpty]
    public IDictionary? Response { get; set; }

    /// <summary>The script that answers a message.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Handler")]
    [ValidateNotNull]
    public ScriptBlock? Handler { get; set; }

    /// <summary>How many handlers run at once.</summary>
    [Parameter(ParameterSetName = "Handler")]
    [ValidateRange(1, 256)]
    public int MaxHandlers { get; set; } = 16;

    /// <summary>A standard service.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Service")]
    public StandardService Service { get; set; }

    /// <summary>The rate of all connections of Discard or Chargen together; 0 for none.</summary>
    [Parameter(ParameterSetName = "Service")]
    [ValidateRange(0, long.MaxValue)]
    public long MaxBitsPerSecond { get; set; }

    /// <summary>How messages are told apart.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    public FramingKind Framing { get; set; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }

    /// <summary>How many bytes the length has in LengthPrefix framing.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateSet("1", "2", "4")]
    public int PrefixBytes { get; set; } = 4;

    /// <summary>What each client is sent first.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateNotNullOrEmpty]
    public string? Greeting { get; set; }

    /// <summary>Messages at which the server closes the connection.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateNotNullOrEmpty]
    public string[] CloseOn { get; set; } = [];

    /// <summary>What the server sends before it closes at such a message.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateNotNullOrEmpty]
    public string? CloseReply { get; set; }

    /// <summary>The encoding of messages and replies.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Take messages as bytes, which need not be text.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    public SwitchParameter AsByteStream { get; set; }

    /// <inheritdoc/>
    protected override string Title => "TCP server";

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        // The server has it now, and ends it.
        handler = null;
        base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override INetOperation<StartTcpServerRequest> CreateOperation() => new StartTcpServerOperation();

    /// <inheritdoc/>
    protected override StartTcpServerRequest BuildTcpRequest() => new()
    {
        Responses = Response is null ? null : ResponseParameter.Table(Response, MessageText.Named(Encoding)),
        Service = ParameterSetName == "Service" ? Service : null,
        MaxBitsPerSecond = MaxBitsPerSecond,
        Handler = handler = Handler is null ? null : new ScriptBlockHandler(Handler, SessionState, MaxHandlers),
        Framing = Framing,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        Greeting = Greeting,
        CloseOn = CloseOn,
        CloseReply = CloseReply,
        Encoding = Encoding,
        AsByteStream = AsByteStream,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            handler?.DisposeAsync().AsTask().Wait();
    }
}
