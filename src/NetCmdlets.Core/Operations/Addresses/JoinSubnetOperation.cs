using NetCmdlets.Addressing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Joins networks and ranges into the fewest networks, or into the one that holds all; at the end.</summary>
[NetOperation("Join-Subnet", typeof(JoinSubnetRequest), Output = typeof(SubnetInfo))]
public sealed class JoinSubnetOperation : SynchronousOperation<JoinSubnetRequest>
{
    private readonly List<AddressRange> ranges = [];
    private bool supernet;

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(JoinSubnetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        supernet = request.Supernet;
        foreach (string text in request.Network)
        {
            AddressFault fault = AddressRange.TryParse(text, BareAddressMeaning.Host, out AddressRange range, out _);
            if (fault == AddressFault.None)
                ranges.Add(range);
            else
                yield return PipelineItem.Failure(AddressFailure.ForSubnet(text, fault));
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Complete() =>
        (supernet ? Supernets() : AddressRangeSet.Collapse(ranges))
            .Select(static network => PipelineItem.Result(new SubnetInfo(network)));

    // No network holds both families, so each has its own.
    private IEnumerable<NetworkPrefix> Supernets() =>
        from range in AddressRangeSet.Merge(ranges)
        group range by range.IsIPv6 into family
        select AddressRangeRelation.Supernet(new AddressRange(family.First().First, family.Last().Last));
}
