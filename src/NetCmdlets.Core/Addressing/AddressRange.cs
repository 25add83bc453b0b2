using System.Collections;
using System.Globalization;
using System.Numerics;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// Consecutive addresses of one family, both ends included: a network, or any stretch such as 10.0.0.1-10.0.0.9, for
/// which 10.0.0.1-9 stands too.
/// Enumerating it in foreach does not allocate.
/// </summary>
public readonly struct AddressRange : IEnumerable<AddressValue>, IEquatable<AddressRange>
{
    /// <summary>Makes a range.</summary>
    /// <exception cref="ArgumentException">The families differ, or the first is above the last.</exception>
    public AddressRange(AddressValue first, AddressValue last)
    {
        if (first.IsIPv6 != last.IsIPv6 || first > last)
        {
            throw new ArgumentException("A range goes up from its first address to its last, in one family.");
        }

        First = first;
        Last = last;
    }

    /// <summary>The lowest address.</summary>
    public AddressValue First { get; }

    /// <summary>The highest address.</summary>
    public AddressValue Last { get; }

    /// <summary>Whether this is a range of IPv6 addresses.</summary>
    public bool IsIPv6 => First.IsIPv6;

    /// <summary>How many addresses there are.</summary>
    public BigInteger Count => (BigInteger)(Last.Bits - First.Bits) + 1;

    /// <summary>Parses a network as <see cref="NetworkPrefix"/> does, or 'first-last', where the last of IPv4 may be its last octet.</summary>
    /// <returns>Whether the text is right.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range) =>
        TryParse(text, BareAddressMeaning.Host, out range, out _) == AddressFault.None;

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AddressRange)"/>
    /// <exception cref="NetException">The text is wrong; the message says what and what to write.</exception>
    public static AddressRange Parse(ReadOnlySpan<char> text)
    {
        AddressFault fault = TryParse(text, BareAddressMeaning.Host, out AddressRange range, out _);
        return fault == AddressFault.None ? range : throw AddressFailure.ForSubnet(text, fault).ToException();
    }

    /// <summary>Whether the address lies in the range; never for the other family.</summary>
    public bool Contains(AddressValue address) =>
        address.IsIPv6 == IsIPv6 && address.Bits >= First.Bits && address.Bits <= Last.Bits;

    /// <summary>The network that has exactly these addresses, if there is one.</summary>
    public bool TryGetNetwork(out NetworkPrefix network)
    {
        PrefixSummary.Enumerator prefixes = ToPrefixes().GetEnumerator();
        prefixes.MoveNext();
        network = prefixes.Current;
        return network.LastAddress == Last;
    }

    /// <summary>The fewest networks that together have exactly these addresses, lazily and in order.</summary>
    public PrefixSummary ToPrefixes() => new(this);

    /// <summary>Enumerates without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<AddressValue> IEnumerable<AddressValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The range in CIDR notation where it is one network, otherwise 'first-last'.</summary>
    public string ToNetworkText() => TryGetNetwork(out NetworkPrefix network) ? network.ToString() : ToString();

    /// <summary>The text 'first-last'.</summary>
    public override string ToString() => $"{First}-{Last}";

    /// <inheritdoc/>
    public bool Equals(AddressRange other) => First == other.First && Last == other.Last;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AddressRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(First, Last);

    /// <summary>Whether both hold the same addresses.</summary>
    public static bool operator ==(AddressRange left, AddressRange right) => left.Equals(right);

    /// <summary>Whether they hold different addresses.</summary>
    public static bool operator !=(AddressRange left, AddressRange right) => !left.Equals(right);

    internal static AddressFault TryParse(
        ReadOnlySpan<char> text, BareAddressMeaning bare, out AddressRange range, out bool isRange)
    {
        range = default;
        int dash = text.IndexOf('-');
        isRange = dash >= 0 && !text[..dash].Contains('%');
        AddressFault fault;
        if (!isRange)
        {
            fault = PrefixParser.Parse(text, bare, out PrefixedAddress value, out _);
            range = fault == AddressFault.None ? value.Network.Range : default;
            return fault;
        }

        fault = AddressParser.Parse(text[..dash].Trim(" \t"), out AddressValue first);
        if (fault != AddressFault.None)
        {
            return fault;
        }

        ReadOnlySpan<char> end = text[(dash + 1)..].Trim(" \t");
        if (!TryLastOctet(end, first, out AddressValue last))
            fault = AddressParser.Parse(end, out last);
        if (fault != AddressFault.None)
        {
            return fault;
        }

        if (first.IsIPv6 != last.IsIPv6 || first > last)
        {
            return AddressFault.RangeOrder;
        }

        range = new AddressRange(first, last);
        return AddressFault.None;
    }

    // As nmap takes it: the end of an IPv4 range within the last octet is that octet alone.
    private static bool TryLastOctet(ReadOnlySpan<char> text, AddressValue first, out AddressValue last)
    {
        last = default;
        if (first.IsIPv6 || !byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte octet))
            return false;
        last = AddressValue.FromIPv4(((uint)first.Bits & 0xFFFFFF00) | octet);
        return true;
    }

    /// <summary>Walks the addresses.</summary>
    public struct Enumerator : IEnumerator<AddressValue>
    {
        private readonly AddressRange range;
        private UInt128 next;
        private bool done;

        internal Enumerator(AddressRange range)
        {
            this.range = range;
            next = range.First.Bits;
        }

        /// <inheritdoc/>
        public AddressValue Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (done)
            {
                return false;
            }

            Current = new AddressValue(next, range.IsIPv6);
            done = next == range.Last.Bits;
            next++;
            return true;
        }

        /// <inheritdoc/>
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
