using System.Net;

namespace NetCmdlets.Operations.Routes;

/// <summary>A table that was written down, in the system's place.</summary>
internal sealed class TableRoutes(RouteTable table) : IRouteSource
{
    /// <inheritdoc/>
    public RouteDecision Find(IPAddress destination, IPAddress? source, int interfaceIndex)
        => table.Decide(destination);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
