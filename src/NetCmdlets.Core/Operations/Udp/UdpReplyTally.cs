using System.Net;
using System.Security.Cryptography;

namespace NetCmdlets.Operations.Udp;

/// <summary>Counts the replies of each sender and tells the repeated from the new.</summary>
internal sealed class UdpReplyTally
{
    private readonly Dictionary<IPEndPoint, int> counts = [];
    private readonly HashSet<(IPEndPoint Sender, UInt128 Digest)> seen = [];

    /// <summary>How many replies came that are no duplicates.</summary>
    public int Counted { get; private set; }

    /// <summary>Counts a reply in.</summary>
    /// <param name="sender">Who sent it.</param>
    /// <param name="datagram">What came.</param>
    /// <param name="attempts">How often the message was sent: only a message sent again has duplicates.</param>
    public (int Sequence, bool Duplicate) Count(IPEndPoint sender, ReadOnlySpan<byte> datagram, int attempts)
    {
        int sequence = counts.GetValueOrDefault(sender) + 1;
        counts[sender] = sequence;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(datagram, digest);
        bool repeated = !seen.Add((sender, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest)));
        bool duplicate = repeated && attempts > 1;
        if (!duplicate)
            Counted++;
        return (sequence, duplicate);
    }
}
