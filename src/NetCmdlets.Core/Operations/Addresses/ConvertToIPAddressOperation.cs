using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Makes addresses of integers, hexadecimal, binary, names of PTR records, and addresses as text.</summary>
[NetOperation("ConvertTo-IPAddress", typeof(ConvertToIPAddressRequest), Output = typeof(IPAddress))]
public sealed class ConvertToIPAddressOperation : SynchronousOperation<ConvertToIPAddressRequest>
{
    private const string Advice =
        "Write an address, a number from 0 to 2^128-1, '0x' and hexadecimal digits, 32 or 128 binary digits, or a "
        + "name in in-addr.arpa or ip6.arpa.";

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(ConvertToIPAddressRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.InputObject.Select(text => Convert(text, request.IPv6));
    }

    private static PipelineItem Convert(string text, bool asIPv6)
    {
        AddressFault fault = AddressConversion.TryConvert(text, asIPv6, out AddressValue value, out string? scopeId);
        if (fault == AddressFault.None)
            return WithScope(text, value, scopeId);

        NetFailure failure = AddressFailure.ForAddress(text, fault);
        return PipelineItem.Failure(text.Contains('.') || text.Contains(':')
            ? failure
            : failure with { Message = $"'{text}' is no form of an address that is known. {Advice}" });
    }

    // The socket API numbers scopes; their names are those of this machine's interfaces.
    private static PipelineItem WithScope(string text, AddressValue value, string? scopeId)
    {
        if (scopeId is null)
            return PipelineItem.Result(value.ToIPAddress());

        if (uint.TryParse(scopeId, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            return PipelineItem.Result(value.ToIPAddress(number));

        NetworkInterface? card = NetworkInterface.GetAllNetworkInterfaces()
            .FirstOrDefault(card => card.Name == scopeId && card.Supports(NetworkInterfaceComponent.IPv6));
        return card?.GetIPProperties().GetIPv6Properties() is IPv6InterfaceProperties properties
            ? PipelineItem.Result(value.ToIPAddress(properties.Index))
            : PipelineItem.Failure(new NetFailure(
                FailureKind.InvalidAddress,
                $"'{text}': this machine has no interface '{scopeId}' with IPv6. Write the interface's index.",
                text));
    }
}
