using System.Globalization;
using System.IO.Enumeration;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Looks up ports and services, one result a service, port and protocol.</summary>
[NetOperation("Get-PortInfo", typeof(GetPortInfoRequest), Output = typeof(PortInfo))]
public sealed class GetPortInfoOperation : SynchronousOperation<GetPortInfoRequest>
{
    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(GetPortInfoRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IEnumerable<PipelineItem> items = request.Port.SelectMany(text => ByPort(text, request.Protocol))
            .Concat(request.ServiceName.SelectMany(name => ByName(name, request.Protocol)));
        return request.Port.Count + request.ServiceName.Count > 0
            ? items
            : Wanted(ServiceTable.All, request.Protocol).Select(PipelineItem.Result);
    }

    private static IEnumerable<PipelineItem> ByPort(string text, TransportProtocol? protocol)
    {
        // A name means all its ports, of every protocol; a set of ports would take the one of TCP only.
        if (ServiceTable.Find(text).Count > 0)
            return ByName(text, protocol);

        try
        {
            return PortSet.Parse([text]).SelectMany(port => Services(port, protocol)).Select(PipelineItem.Result);
        }
        catch (NetException error)
        {
            return [PipelineItem.Failure(error.Failure)];
        }
    }

    private static PipelineItem[] ByName(string name, TransportProtocol? protocol)
    {
        IEnumerable<PortInfo> matches = name.AsSpan().ContainsAny('*', '?')
            ? ServiceTable.All.Where(entry => entry.Aliases.Prepend(entry.ServiceName!)
                .Any(known => FileSystemName.MatchesSimpleExpression(name, known)))
            : ServiceTable.Find(name);
        PipelineItem[] items = [.. Wanted(matches, protocol).Select(PipelineItem.Result)];
        if (items.Length > 0 || name.AsSpan().ContainsAny('*', '?'))
            return items;

        string over = protocol is TransportProtocol known ? $" over {known.ToString().ToUpperInvariant()}" : "";
        return
        [
            PipelineItem.Failure(new NetFailure(
                FailureKind.InvalidPort,
                $"No service '{name}'{over} is known. Write a name such as ssh, or a pattern such as *sql*.",
                name)),
        ];
    }

    // A port without a service still has a number and a range.
    private static IEnumerable<PortInfo> Services(int port, TransportProtocol? protocol) =>
        Wanted(ServiceTable.Find(port), protocol)
            .DefaultIfEmpty(new PortInfo(port, null, null, ServiceTable.RangeOf(port), [], null));

    private static IEnumerable<PortInfo> Wanted(IEnumerable<PortInfo> entries, TransportProtocol? protocol) =>
        protocol is TransportProtocol known ? entries.Where(entry => entry.Protocol == known) : entries;
}
