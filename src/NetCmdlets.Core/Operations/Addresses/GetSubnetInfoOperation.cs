using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Describes networks.</summary>
[NetOperation("Get-SubnetInfo", typeof(GetSubnetInfoRequest), Output = typeof(SubnetInfo))]
public sealed class GetSubnetInfoOperation : SynchronousOperation<GetSubnetInfoRequest>
{
    /// <summary>Describes one network, as a result or a failure of the kind InvalidSubnet.</summary>
    /// <param name="network">The network's text.</param>
    /// <param name="mask">The mask of a network that is given as an address alone, or null.</param>
    public static PipelineItem Describe(string network, string? mask)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool isMasked = !string.IsNullOrEmpty(mask);
        if (isMasked && network.AsSpan().ContainsAny('/', ' '))
        {
            return PipelineItem.Failure(new NetFailure(
                FailureKind.InvalidSubnet,
                $"'{network}' has a mask of its own, and -Mask gives another. Give an address alone, or no -Mask.",
                network));
        }

        string text = isMasked ? $"{network}/{mask}" : network;
        AddressFault fault = SubnetInfo.TryParse(text, BareAddressMeaning.ClassNetwork, out SubnetInfo? info);
        return info is null
            ? PipelineItem.Failure(AddressFailure.ForSubnet(text, fault))
            : PipelineItem.Result(info);
    }

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(GetSubnetInfoRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (string network in request.Network)
            yield return Describe(network, request.Mask);
    }
}
