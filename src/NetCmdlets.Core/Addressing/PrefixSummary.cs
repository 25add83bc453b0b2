using System.Collections;

namespace NetCmdlets.Addressing;

/// <summary>
/// The fewest networks that together are a range, in order; at most 62 for IPv4 and 254 for IPv6. Enumerating it in
/// foreach does not allocate.
/// </summary>
public readonly struct PrefixSummary : IEnumerable<NetworkPrefix>, IEquatable<PrefixSummary>
{
    private readonly AddressRange range;

    internal PrefixSummary(AddressRange range) => this.range = range;

    /// <summary>Enumerates without allocation.</summary>
    public Enumerator GetEnumerator() => new(range);

    IEnumerator<NetworkPrefix> IEnumerable<NetworkPrefix>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PrefixSummary other) => range == other.range;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PrefixSummary other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => range.GetHashCode();

    /// <summary>Whether both summarise the same range.</summary>
    public static bool operator ==(PrefixSummary left, PrefixSummary right) => left.Equals(right);

    /// <summary>Whether they summarise different ranges.</summary>
    public static bool operator !=(PrefixSummary left, PrefixSummary right) => !left.Equals(right);

    /// <summary>Walks the networks.</summary>
    public struct Enumerator : IEnumerator<NetworkPrefix>
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
        public NetworkPrefix Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (done)
            {
                return false;
            }

            // The largest network that starts here is bounded by the zero bits at the end of its first address and
            // by the addresses left. The count of those left may be 2^128, so its logarithm is taken of one less.
            AddressValue first = new(next, range.IsIPv6);
            UInt128 left = range.Last.Bits - next;
            int aligned = Math.Min((int)UInt128.TrailingZeroCount(next), first.Width);
            int fitting = left == UInt128.MaxValue ? 128 : 127 - (int)UInt128.LeadingZeroCount(left + 1);
            Current = NetworkPrefix.Containing(first, first.Width - Math.Min(aligned, fitting));
            UInt128 last = Current.LastAddress.Bits;
            done = last == range.Last.Bits;
            next = last + 1;
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
