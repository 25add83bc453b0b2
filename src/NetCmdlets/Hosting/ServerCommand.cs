using System.Management.Automation;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>The base of the Start cmdlets of servers: the parameters that all servers share.</summary>
/// <typeparam name="TRequest">The server's request record.</typeparam>
public abstract class ServerCommand<TRequest> : OperationCommand<TRequest>
    where TRequest : ServerRequest
{
    /// <summary>The port; 0 lets the system pick.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Where to listen: Loopback, IPv6Loopback, Any, IPv6Any, or an address.</summary>
    [Parameter(Position = 1)]
    [ListenAddressCompleter]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "Loopback";

    /// <summary>Addresses and CIDR prefixes that may talk to the server.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] AllowAddress { get; set; } = [];

    /// <summary>Addresses and CIDR prefixes that may not.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] DenyAddress { get; set; } = [];

    /// <summary>After how many seconds the server stops by itself; 0 for never.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double LifetimeSeconds { get; set; }

    /// <summary>The server's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>A log file of the server's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>What kind of server it is, in words, for -WhatIf and -Confirm ('UDP echo server').</summary>
    protected abstract string Title { get; }

    /// <summary>Where it would listen, in words.</summary>
    protected virtual string ListenTarget => $"{Address}, {(Port == 0 ? "a free port" : $"port {Port}")}";

    /// <inheritdoc/>
    protected sealed override TRequest? BuildRequest()
    {
        return ShouldProcess(ListenTarget, $"Start {Title}")
            ? BuildServerRequest() with
            {
                Address = Address,
                Port = Port,
                Name = Name,
                AllowAddress = AllowAddress,
                DenyAddress = DenyAddress,
                Lifetime = TimeSpan.FromSeconds(LifetimeSeconds),
                LogPath = LogPath is null ? null : ResolveFilePath(LogPath),
            }
            : null;
    }

    /// <summary>The request with what is this server's own; the shared part is added here.</summary>
    protected abstract TRequest BuildServerRequest();
}
