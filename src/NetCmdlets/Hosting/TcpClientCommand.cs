using System.Management.Automation;
using NetCmdlets.Operations.Tcp;

namespace NetCmdlets.Hosting;

/// <summary>The base of the TCP clients' cmdlets: whom to connect to, from where, and how long to try.</summary>
/// <typeparam name="TRequest">The client's request record.</typeparam>
public abstract class TcpClientCommand<TRequest> : OperationCommand<TRequest>
    where TRequest : TcpClientRequest
{
    /// <summary>The hosts to connect to.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? ComputerName { get; set; } = [];

    /// <summary>The port to connect to.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ValidatePort]
    public int? Port { get; set; }

    /// <summary>The path of a Unix domain socket, in the place of a host and a port.</summary>
    // A piped server of the other kind has none.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SocketPath { get; set; }

    /// <summary>Only IPv4.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>The address to connect from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LocalAddress { get; set; }

    /// <summary>The port to connect from.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <summary>How long each attempt to connect, and then the exchange, may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How many attempts to connect may follow the first.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int RetryCount { get; set; }

    /// <summary>The pause before the second attempt, in seconds; it doubles each time.</summary>
    [Parameter]
    [ValidateSeconds]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>The seconds between keep-alive probes; 0 for none.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double KeepAlive { get; set; }

    /// <inheritdoc/>
    protected override TRequest? BuildRequest() => BuildClientRequest() with
    {
        ComputerName = ComputerName ?? [],
        Port = Port ?? 0,
        SocketPath = string.IsNullOrEmpty(SocketPath) ? null : ResolveFilePath(SocketPath),
        Family = FamilyParameters.Choose(IPv4, IPv6),
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        RetryCount = RetryCount,
        RetryDelay = TimeSpan.FromSeconds(RetryDelaySeconds),
        KeepAlive = TimeSpan.FromSeconds(KeepAlive),
    };

    /// <summary>The request with what is this client's own; the shared part is added here.</summary>
    protected abstract TRequest BuildClientRequest();
}
