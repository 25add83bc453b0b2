using System.Net;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Routes;

/// <summary>Decides where packets go: the system, or a table.</summary>
internal interface IRouteSource : IDisposable
{
    /// <summary>Decides for one address. May be called from several threads.</summary>
    /// <param name="destination">The address, with the scope id where it has one.</param>
    /// <param name="source">The source address that the sender has bound; null for none.</param>
    /// <param name="interfaceIndex">The interface that the sender has bound; 0 for none.</param>
    /// <exception cref="NetException">The system could not be asked.</exception>
    RouteDecision Find(IPAddress destination, IPAddress? source, int interfaceIndex);
}
