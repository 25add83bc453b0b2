using System.Collections;
using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-UdpServer: answers datagrams by a table or a script block, or serves a standard service.</summary>
[Cmdlet(VerbsLifecycle.Start, "UdpServer", DefaultParameterSetName = "Response", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartUdpServerCommand : DatagramServerCommand<StartUdpServerRequest>
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
    public int MaxHandlers { get; set; } = 4;

    /// <summary>A standard service.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Service")]
    public StandardService Service { get; set; }

    /// <summary>The encoding of messages and replies.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>The largest datagram that is answered, in bytes.</summary>
    [Parameter(ParameterSetName = "Response")]
    [Parameter(ParameterSetName = "Handler")]
    [ValidateRange(0, 65535)]
    public int MaxMessageBytes { get; set; } = 65507;

    /// <inheritdoc/>
    protected override string Title => "UDP server";

    /// <inheritdoc/>
    protected override INetOperation<StartUdpServerRequest> CreateOperation() => new StartUdpServerOperation();

    /// <inheritdoc/>
    protected override StartUdpServerRequest BuildServerRequest() => new()
    {
        RateLimit = RateLimit,
        Responses = Response is null ? null : ResponseParameter.Table(Response, MessageText.Named(Encoding)),
        Service = ParameterSetName == "Service" ? Service : null,
        Handler = handler = Handler is null ? null : new ScriptBlockHandler(Handler, SessionState, MaxHandlers),
        MaxHandlers = MaxHandlers,
        Encoding = Encoding,
        MaxMessageBytes = MaxMessageBytes,
    };

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        // The server has it now, and ends it.
        handler = null;
        base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            handler?.DisposeAsync().AsTask().Wait();
    }
}
