using NetCmdlets.Addressing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Tells how networks and ranges lie to each other.</summary>
[NetOperation("Compare-Subnet", typeof(CompareSubnetRequest), Output = typeof(SubnetRelation))]
public sealed class CompareSubnetOperation : SynchronousOperation<CompareSubnetRequest>
{
    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(CompareSubnetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        AddressRange reference = AddressRange.Parse(request.ReferenceNetwork);
        foreach (string text in request.DifferenceNetwork)
        {
            AddressFault fault = AddressRange.TryParse(
                text, BareAddressMeaning.Host, out AddressRange difference, out _);
            yield return fault == AddressFault.None
                ? PipelineItem.Result(AddressRangeRelation.Describe(reference, difference))
                : PipelineItem.Failure(AddressFailure.ForSubnet(text, fault));
        }
    }
}
