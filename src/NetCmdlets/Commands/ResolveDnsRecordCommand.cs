using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Commands;

/// <summary>Resolve-DnsRecord: DNS records of any type from the system's name servers or any others.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "DnsRecord")]
[OutputType(typeof(DnsRecord))]
public sealed class ResolveDnsRecordCommand : OperationCommand<ResolveDnsRecordRequest>
{
    /// <summary>Names; addresses, networks and ranges of addresses stand for their reverse names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "HostName", "TargetName", "CN")]
    [ValidateNotNullOrEmpty]
    [HostCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>Types of records.</summary>
    [Parameter(Position = 1)]
    [DnsTypeCompleter]
    [ValidateNotNullOrEmpty]
    public string[] Type { get; set; } = [];

    /// <summary>The name servers to ask in turn.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [NameServerCompleter]
    public string[] Server { get; set; } = [];

    /// <summary>The class of the records.</summary>
    [Parameter]
    public DnsClass Class { get; set; } = DnsClass.IN;

    /// <summary>The sections of the answer whose records are emitted.</summary>
    [Parameter]
    public DnsSection[] Section { get; set; } = [DnsSection.Answer];

    /// <summary>Ask over TCP from the start.</summary>
    [Parameter]
    public SwitchParameter Tcp { get; set; }

    /// <summary>Ask for what the server has itself.</summary>
    [Parameter]
    public SwitchParameter NoRecursion { get; set; }

    /// <summary>Ask for signatures, too.</summary>
    [Parameter]
    public SwitchParameter DnsSec { get; set; }

    /// <summary>How long one question may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How often to ask all servers again.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RetryCount { get; set; }

    /// <summary>The first pause before a query is sent again, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>How many names are looked up at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <inheritdoc/>
    protected override int RequestsAtOnce => ThrottleLimit;

    /// <inheritdoc/>
    protected override INetOperation<ResolveDnsRecordRequest> CreateOperation() => new ResolveDnsRecordOperation();

    /// <inheritdoc/>
    protected override ResolveDnsRecordRequest BuildRequest() => new()
    {
        Name = Name,
        Type = Type,
        Server = Server,
        Class = Class,
        Section = Section,
        Tcp = Tcp,
        NoRecursion = NoRecursion,
        DnsSec = DnsSec,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        RetryCount = RetryCount,
        RetryDelay = TimeSpan.FromSeconds(RetryDelaySeconds),
        ThrottleLimit = ThrottleLimit,
    };
}
