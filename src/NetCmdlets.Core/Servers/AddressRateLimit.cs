using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers;

/// <summary>
/// A token bucket for each source address (IPv6: each /64, which is one site's): so many messages a second, and as
/// many at once after a pause. Source addresses can be forged, so the number of buckets is bounded; past it, addresses
/// that are new share one. For one thread.
/// </summary>
public sealed class AddressRateLimit
{
    /// <summary>How many addresses have a bucket of their own.</summary>
    public const int Capacity = 4096;

    private readonly Dictionary<UInt128, TokenBucket> buckets = [];
    private readonly TokenBucket shared;
    private readonly int perSecond;
    private readonly TimeProvider time;

    /// <summary>Makes the limit.</summary>
    /// <param name="perSecond">Messages a second for each address, from 1.</param>
    /// <param name="time">The clock; null is the system's.</param>
    public AddressRateLimit(int perSecond, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        this.perSecond = perSecond;
        this.time = time ?? TimeProvider.System;
        shared = NewBucket(this.time.GetTimestamp());
    }

    /// <summary>Whether a message of this address is within the limit; if so, it is counted.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        long now = time.GetTimestamp();
        UInt128 key = KeyOf(address);
        if (!buckets.TryGetValue(key, out TokenBucket? bucket))
        {
            if (buckets.Count >= Capacity)
                DropFull(now);
            bucket = buckets.Count >= Capacity ? shared : buckets[key] = NewBucket(now);
        }

        return bucket.TryTake(1, now);
    }

    private static UInt128 KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
            bytes[8..].Clear();
        else
            bytes[15] = 1;
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private TokenBucket NewBucket(long now) => new(perSecond, perSecond, perSecond, time, now);

    // A full bucket says no more than a new one would.
    private void DropFull(long now)
    {
        foreach ((UInt128 key, TokenBucket bucket) in buckets)
        {
            if (bucket.IsFull(now))
                buckets.Remove(key);
        }
    }
}
