using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Receive-UdpDatagram: receives datagrams, of multicast groups too, as they come.</summary>
[Cmdlet(VerbsCommunications.Receive, "UdpDatagram")]
[OutputType(typeof(UdpDatagram))]
public sealed class ReceiveUdpDatagramCommand : OperationCommand<ReceiveUdpDatagramRequest>
{
    /// <summary>The port to receive on.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The address to bind; without it, all addresses of both families.</summary>
    [Parameter]
    [ListenAddressCompleter]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    /// <summary>The multicast groups to join.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] MulticastGroup { get; set; } = [];

    /// <summary>The only senders to hear of the groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] MulticastSource { get; set; } = [];

    /// <summary>The interfaces on which the groups are joined.</summary>
    [Parameter]
    [InterfaceCompleter]
    [ValidateNotNullOrEmpty]
    public string[] Interface { get; set; } = [];

    /// <summary>How many datagrams to receive; 0 for as many as come.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>How long to wait for each datagram, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How long to receive in all, in seconds; 0 for no such limit.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double DurationSeconds { get; set; }

    /// <summary>Wait for each datagram without a limit.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Addresses and CIDR prefixes of the senders to hear.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowAddress { get; set; } = [];

    /// <summary>Addresses and CIDR prefixes of the senders not to hear.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] DenyAddress { get; set; } = [];

    /// <summary>How many bytes of a datagram to keep.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int MaxMessageBytes { get; set; } = 65535;

    /// <summary>The encoding of Text.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <inheritdoc/>
    protected override INetOperation<ReceiveUdpDatagramRequest> CreateOperation() => new ReceiveUdpDatagramOperation();

    /// <inheritdoc/>
    protected override ReceiveUdpDatagramRequest BuildRequest() => new()
    {
        Port = Port,
        Address = Address,
        MulticastGroup = MulticastGroup,
        MulticastSource = MulticastSource,
        Interface = Interface,
        Count = Count,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Duration = TimeSpan.FromSeconds(DurationSeconds),
        Wait = Wait,
        AllowAddress = AllowAddress,
        DenyAddress = DenyAddress,
        MaxMessageBytes = MaxMessageBytes,
        Encoding = Encoding,
    };
}
