using System.Collections;
using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>
/// The subnets of one prefix length in a network, in order: counted and indexed without being made, so the /32s of a
/// /8 cost no memory. Enumerating it in foreach does not allocate.
/// </summary>
public readonly struct PrefixSequence : IEnumerable<NetworkPrefix>, IEquatable<PrefixSequence>
{
    private readonly NetworkPrefix parent;
    private readonly int length;

    internal PrefixSequence(NetworkPrefix parent, int length)
    {
        this.parent = parent;
        this.length = length;
    }

    /// <summary>How many subnets there are: a power of two, up to 2^128.</summary>
    public BigInteger Count => BigInteger.One << (length - parent.PrefixLength);

    /// <summary>The subnet at an index from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is <see cref="Count"/> or more.</exception>
    public NetworkPrefix this[UInt128 index]
    {
        get
        {
            if (index >= Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), "The network has no subnet of that index.");
            }

            int hostBits = parent.Width - length;
            UInt128 offset = hostBits == 128 ? 0 : index << hostBits;
            AddressValue first = new(parent.FirstAddress.Bits + offset, parent.IsIPv6);
            return NetworkPrefix.Containing(first, length);
        }
    }

    /// <summary>Enumerates without allocation.</summary>
    public Enumerator GetEnumerator() => new(parent, length);

    IEnumerator<NetworkPrefix> IEnumerable<NetworkPrefix>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PrefixSequence other) => parent == other.parent && length == other.length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PrefixSequence other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(parent, length);

    /// <summary>Whether both list the same subnets.</summary>
    public static bool operator ==(PrefixSequence left, PrefixSequence right) => left.Equals(right);

    /// <summary>Whether they list different subnets.</summary>
    public static bool operator !=(PrefixSequence left, PrefixSequence right) => !left.Equals(right);

    /// <summary>Walks the subnets.</summary>
    public struct Enumerator : IEnumerator<NetworkPrefix>
    {
        private readonly int length;
        private readonly UInt128 last;
        private readonly UInt128 step;
        private readonly bool isIPv6;
        private UInt128 next;
        private bool done;

        internal Enumerator(NetworkPrefix parent, int length)
        {
            NetworkPrefix lastSubnet = NetworkPrefix.Containing(parent.LastAddress, length);
            this.length = length;
            isIPv6 = parent.IsIPv6;
            next = parent.FirstAddress.Bits;
            last = lastSubnet.FirstAddress.Bits;
            step = lastSubnet.Wildcard.Bits + 1;
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

            Current = NetworkPrefix.Containing(new AddressValue(next, isIPv6), length);
            done = next == last;
            next += step;
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
