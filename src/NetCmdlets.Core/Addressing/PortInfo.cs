namespace NetCmdlets;

/// <summary>A port of one transport protocol, and the service that is found there.</summary>
/// <param name="Port">The port, 0 to 65535.</param>
/// <param name="Protocol">The transport; null for a port of which no service is known.</param>
/// <param name="ServiceName">The service's name (RFC 6335 section 5.1); null where none is known.</param>
/// <param name="Range">The range that the port is in.</param>
/// <param name="Aliases">Other names of the service.</param>
/// <param name="Description">What the service is, with its RFC; null where none is known.</param>
public sealed record PortInfo(
    int Port,
    TransportProtocol? Protocol,
    string? ServiceName,
    PortRange Range,
    IReadOnlyList<string> Aliases,
    string? Description)
{
    /// <summary>The text 'name port/protocol'.</summary>
    public override string ToString() => Protocol is TransportProtocol known
        ? $"{ServiceName} {Port}/{known.ToString().ToLowerInvariant()}"
        : Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
