using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// An address with the prefix length of the network it is on: what an interface is configured with, such as
/// 192.168.1.152/24. The host bits are kept.
/// </summary>
/// <param name="Address">The address, host bits and all.</param>
/// <param name="PrefixLength">0 to 32, or 0 to 128.</param>
public readonly record struct PrefixedAddress(AddressValue Address, int PrefixLength)
{
    /// <summary>The network: the address AND the mask.</summary>
    public NetworkPrefix Network => NetworkPrefix.Containing(Address, PrefixLength);

    /// <summary>
    /// Parses 'address', 'address/length', 'address/mask' or 'address mask', where the mask is a subnet mask or a
    /// wildcard mask.
    /// </summary>
    /// <param name="text">The text; a scope id after the address is read and dropped.</param>
    /// <param name="bare">What an address without length or mask means.</param>
    /// <param name="value">The result, or the default where the text is wrong.</param>
    /// <returns>Whether the text is right.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, BareAddressMeaning bare, out PrefixedAddress value) =>
        PrefixParser.Parse(text, bare, out value, out _) == AddressFault.None;

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, BareAddressMeaning, out PrefixedAddress)"/>
    /// <exception cref="NetException">The text is wrong; the message says what and what to write.</exception>
    public static PrefixedAddress Parse(ReadOnlySpan<char> text, BareAddressMeaning bare = BareAddressMeaning.Host)
    {
        AddressFault fault = PrefixParser.Parse(text, bare, out PrefixedAddress value, out _);
        return fault == AddressFault.None ? value : throw AddressFailure.ForSubnet(text, fault).ToException();
    }

    /// <summary>The text 'address/length'.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
