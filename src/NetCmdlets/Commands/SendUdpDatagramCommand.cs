using System.Management.Automation;
using NetCmdlets.Addressing;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Send-UdpDatagram: sends datagrams, and takes the replies where asked to.</summary>
[Cmdlet(VerbsCommunications.Send, "UdpDatagram", DefaultParameterSetName = "Message", SupportsShouldProcess = true)]
[OutputType(typeof(UdpReply))]
public sealed class SendUdpDatagramCommand : PeerCommand<SendUdpDatagramRequest>
{
    /// <summary>The hosts to send to.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>The port to send to.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [PortTransformation(TransportProtocol.Udp)]
    [PortCompleter]
    [ValidatePort]
    public int Port { get; set; }

    /// <summary>The text to send; an empty text is an empty datagram.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true, ParameterSetName = "Message")]
    [MessageTransformation]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    /// <summary>The bytes to send.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Data")]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>The encoding of the message and of the replies' Text.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Wait for a reply.</summary>
    [Parameter]
    public SwitchParameter WaitReply { get; set; }

    /// <summary>How many replies to wait for; 0 for all that come within the time. Waits without -WaitReply.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ReplyCount { get; set; } = 1;

    /// <summary>How many bytes of a reply to keep.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int MaxReplyBytes { get; set; } = 65535;

    /// <summary>Ignore replies of others than the host asked.</summary>
    [Parameter]
    public SwitchParameter Connected { get; set; }

    /// <summary>Allow a broadcast address.</summary>
    [Parameter]
    public SwitchParameter Broadcast { get; set; }

    /// <summary>The time to live, or hop limit.</summary>
    [Parameter]
    [Alias("TimeToLive")]
    [ValidateRange(1, 255)]
    public int? Ttl { get; set; }

    /// <summary>The interface by which multicast leaves.</summary>
    [Parameter]
    [InterfaceCompleter]
    [ValidateNotNullOrEmpty]
    public string? Interface { get; set; }

    /// <summary>Do not let members of the group on this machine hear it.</summary>
    [Parameter]
    public SwitchParameter NoMulticastLoopback { get; set; }

    /// <summary>Refuse a datagram too large for the path instead of fragmenting it.</summary>
    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    /// <summary>The address to send from.</summary>
    [Parameter]
    [OwnAddressCompleter]
    [ValidateNotNullOrEmpty]
    public string? LocalAddress { get; set; }

    /// <summary>The port to send from.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<SendUdpDatagramRequest> CreateOperation() => new SendUdpDatagramOperation();

    /// <inheritdoc/>
    protected override SendUdpDatagramRequest? BuildRequest()
        => ShouldProcess($"UDP {string.Join(", ", ComputerName)}, port {Port}", "Send datagram") ? Request() : null;

    private SendUdpDatagramRequest Request() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        Message = ParameterSetName == "Data" ? null : Message,
        Data = ParameterSetName == "Data" ? Data : null,
        Encoding = Encoding,
        WaitReply = WaitReply || MyInvocation.BoundParameters.ContainsKey(nameof(ReplyCount)),
        ReplyCount = ReplyCount,
        Timeout = TimeoutSpan,
        RetryCount = RetryCount,
        RetryDelay = RetryDelaySpan,
        MaxReplyBytes = MaxReplyBytes,
        Connected = Connected,
        Broadcast = Broadcast,
        TimeToLive = Ttl,
        Interface = Interface,
        NoMulticastLoopback = NoMulticastLoopback,
        DontFragment = DontFragment,
        Family = Family,
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
    };
}
