using System.Globalization;
using System.Net;
using System.Numerics;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Lists the addresses of networks and ranges, lazily.</summary>
[NetOperation("Get-SubnetAddress", typeof(GetSubnetAddressRequest), Output = typeof(IPAddress))]
public sealed class GetSubnetAddressOperation : SynchronousOperation<GetSubnetAddressRequest>
{
    private Random? random;

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(GetSubnetAddressRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Step < 1 || request.Skip < 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give a -Step from 1 and a -Skip from 0.");
        }

        random ??= request.Seed is int seed ? new Random(seed) : new Random();
        return request.Network.SelectMany(text => List(text, request));
    }

    private IEnumerable<PipelineItem> List(string text, GetSubnetAddressRequest request)
    {
        AddressFault fault = AddressRange.TryParse(
            text, BareAddressMeaning.Host, out AddressRange range, out bool isRange);
        if (fault != AddressFault.None)
            return [PipelineItem.Failure(AddressFailure.ForSubnet(text, fault))];

        // A range has no network and broadcast address: whoever writes one means all of it.
        if (!request.All && !isRange && range.TryGetNetwork(out NetworkPrefix network))
            range = AddressClassification.HostRange(network);

        if (request.Index.Count > 0)
            return request.Index.Select(index => At(range, index));

        IEnumerable<AddressValue> addresses = request.Random is int count
            ? AddressSample.Draw(range, count, random!)
            : new AddressSlice(range, request.Skip, request.Step, request.First, request.Last).Addresses();
        return addresses.Select(Result);
    }

    private static PipelineItem Result(AddressValue address) => PipelineItem.Result(address.ToIPAddress());

    private static PipelineItem At(AddressRange range, BigInteger index)
    {
        BigInteger place = index < 0 ? range.Count + index : index;
        return place >= 0 && place < range.Count
            ? Result(new AddressValue(range.First.Bits + (UInt128)place, range.IsIPv6))
            : PipelineItem.Failure(new NetFailure(
                FailureKind.InvalidRequest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{range} has no address {index}. Give an index from {-range.Count} to {range.Count - 1}."),
                range.ToString()));
    }
}
