using System.Numerics;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Splits networks: into subnets of one size or many, or around what is left out; lazily.</summary>
[NetOperation("Split-Subnet", typeof(SplitSubnetRequest), Output = typeof(SubnetInfo))]
public sealed class SplitSubnetOperation : SynchronousOperation<SplitSubnetRequest>
{
    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(SplitSubnetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int ways = (request.PrefixLength is null ? 0 : 1) + (request.Count is null ? 0 : 1)
            + (request.HostCount.Count == 0 ? 0 : 1) + (request.Exclude.Count == 0 ? 0 : 1);
        if (ways != 1)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give one of -PrefixLength, -Count, -HostCount and -Exclude.");
        }

        AddressRange[] excluded = [.. request.Exclude.Select(static text => AddressRange.Parse(text))];
        return request.Network.SelectMany(text => Split(text, request, excluded));
    }

    private static IEnumerable<PipelineItem> Split(string text, SplitSubnetRequest request, AddressRange[] excluded)
    {
        AddressFault fault = PrefixParser.Parse(
            text, BareAddressMeaning.ClassNetwork, out PrefixedAddress parsed, out _);
        if (fault != AddressFault.None)
            return [PipelineItem.Failure(AddressFailure.ForSubnet(text, fault))];

        NetworkPrefix network = parsed.Network;
        if (excluded.Length > 0)
        {
            return AddressRangeSet.Subtract(network.Range, excluded)
                .SelectMany(static range => range.ToPrefixes())
                .Select(static rest => PipelineItem.Result(new SubnetInfo(rest)));
        }

        if (request.HostCount.Count > 0)
            return ByHosts(network, request.HostCount);
        if (request.Count is not int count)
            return BySize(network, request.PrefixLength!.Value);
        return count <= network.AddressCount
            ? BySize(network, LengthFor(network, count))
            : [Refuse(
                network,
                $"has {network.AddressCount} addresses, too few for {count} subnets. "
                + $"Give a count from 1 to {network.AddressCount}.")];
    }

    private static int LengthFor(NetworkPrefix network, int count) =>
        network.PrefixLength + (count <= 1 ? 0 : BitOperations.Log2((uint)count - 1) + 1);

    private static IEnumerable<PipelineItem> BySize(NetworkPrefix network, int length)
    {
        if (length < network.PrefixLength || length > network.Width)
        {
            yield return Refuse(
                network,
                $"cannot be split into /{length}. Give a length from {network.PrefixLength} to {network.Width}.");
            yield break;
        }

        foreach (NetworkPrefix subnet in network.Subnets(length))
            yield return PipelineItem.Result(new SubnetInfo(subnet));
    }

    private static IEnumerable<PipelineItem> ByHosts(NetworkPrefix network, IReadOnlyList<int> hostCounts)
    {
        BigInteger needed = SubnetAllocation.AddressesNeeded(hostCounts, network.IsIPv6);
        if (needed > network.AddressCount)
        {
            string hosts = string.Join(", ", hostCounts);
            return [Refuse(
                network,
                $"has {network.AddressCount} addresses, and the subnets for {hosts} hosts take {needed}. "
                + "Give a larger network, or fewer hosts.")];
        }

        return SubnetAllocation.Allocate(network, hostCounts)
            .Select(static part => PipelineItem.Result(new SubnetInfo(part.Network, part.HostCount)));
    }

    private static PipelineItem Refuse(NetworkPrefix network, string why) =>
        PipelineItem.Failure(new NetFailure(FailureKind.InvalidSubnet, $"{network} {why}", network.ToString()));
}
