using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>
/// Subnets of different sizes in one network (VLSM, RFC 1878): the largest first, so that each starts where the one
/// before it ended and the free part stays in one piece.
/// </summary>
public static class SubnetAllocation
{
    /// <summary>The longest prefix length whose network has addresses for so many hosts.</summary>
    /// <param name="hostCount">How many hosts, from 1.</param>
    /// <param name="isIPv6">The family.</param>
    /// <remarks>One host fits a /32 or /128, two fit a /31 (RFC 3021) or /127 (RFC 6164).</remarks>
    public static int PrefixLengthFor(int hostCount, bool isIPv6)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hostCount);
        int hostBits = 0;
        while (Capacity(hostBits, isIPv6) < hostCount)
            hostBits++;

        return (isIPv6 ? 128 : 32) - hostBits;
    }

    /// <summary>How many addresses the subnets for so many hosts take together.</summary>
    public static BigInteger AddressesNeeded(IEnumerable<int> hostCounts, bool isIPv6)
    {
        ArgumentNullException.ThrowIfNull(hostCounts);
        BigInteger sum = 0;
        foreach (int hostCount in hostCounts)
            sum += BigInteger.One << ((isIPv6 ? 128 : 32) - PrefixLengthFor(hostCount, isIPv6));

        return sum;
    }

    /// <summary>
    /// The subnets, in order of address and so of falling size, each with the count it is for; then what is left, as
    /// the fewest networks, with a count of 0.
    /// </summary>
    /// <exception cref="ArgumentException">The network has not enough addresses.</exception>
    public static IEnumerable<(NetworkPrefix Network, int HostCount)> Allocate(
        NetworkPrefix network, IReadOnlyCollection<int> hostCounts)
    {
        if (AddressesNeeded(hostCounts, network.IsIPv6) > network.AddressCount)
            throw new ArgumentException("The network has not enough addresses.", nameof(hostCounts));

        return Walk();

        IEnumerable<(NetworkPrefix Network, int HostCount)> Walk()
        {
            UInt128 next = network.FirstAddress.Bits;
            foreach (int hostCount in hostCounts.OrderDescending())
            {
                int length = PrefixLengthFor(hostCount, network.IsIPv6);
                NetworkPrefix subnet = NetworkPrefix.Containing(new AddressValue(next, network.IsIPv6), length);
                yield return (subnet, hostCount);
                if (subnet.LastAddress == network.LastAddress)
                    yield break;

                next = subnet.LastAddress.Bits + 1;
            }

            var free = new AddressRange(new AddressValue(next, network.IsIPv6), network.LastAddress);
            foreach (NetworkPrefix rest in free.ToPrefixes())
                yield return (rest, 0);
        }
    }

    private static BigInteger Capacity(int hostBits, bool isIPv6) => hostBits switch
    {
        0 => 1,
        1 => 2,
        _ => (BigInteger.One << hostBits) - (isIPv6 ? 1 : 2),
    };
}
