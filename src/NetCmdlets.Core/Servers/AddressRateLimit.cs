using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

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

    private readonly Dictionary<UInt128, Bucket> buckets = [];
    private readonly Bucket shared;
    private readonly double perSecond;
    private readonly TimeProvider time;

    /// <summary>Makes the limit.</summary>
    /// <param name="perSecond">Messages a second for each address, from 1.</param>
    /// <param name="time">The clock; null is the system's.</param>
    public AddressRateLimit(int perSecond, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        this.perSecond = perSecond;
        this.time = time ?? TimeProvider.System;
        shared = new Bucket(perSecond, this.time.GetTimestamp());
    }

    /// <summary>Whether a message of this address is within the limit; if so, it is counted.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        long now = time.GetTimestamp();
        UInt128 key = KeyOf(address);
        if (!buckets.TryGetValue(key, out Bucket? bucket))
        {
            if (buckets.Count >= Capacity)
                DropFull(now);
            bucket = buckets.Count >= Capacity ? shared : buckets[key] = new Bucket(perSecond, now);
        }

        Refill(bucket, now);
        if (bucket.Tokens < 1)
            return false;
        bucket.Tokens--;
        return true;
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

    private void Refill(Bucket bucket, long now)
    {
        double earned = time.GetElapsedTime(bucket.Filled, now).TotalSeconds * perSecond;
        bucket.Tokens = Math.Min(perSecond, bucket.Tokens + earned);
        bucket.Filled = now;
    }

    // A full bucket says no more than a new one would.
    private void DropFull(long now)
    {
        foreach ((UInt128 key, Bucket bucket) in buckets)
        {
            Refill(bucket, now);
            if (bucket.Tokens >= perSecond)
                buckets.Remove(key);
        }
    }

    private sealed class Bucket(double tokens, long filled)
    {
        public double Tokens = tokens;
        public long Filled = filled;
    }
}
