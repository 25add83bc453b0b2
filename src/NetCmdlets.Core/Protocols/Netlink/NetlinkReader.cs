using System.Runtime.InteropServices;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>Takes the messages out of what one receive brought.</summary>
/// <param name="data">Whole messages, one after the other.</param>
internal ref struct NetlinkReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> rest = data;

    /// <summary>Takes the next message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the header.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="NetException">The message is cut short or lies about its length (ProtocolError).</exception>
    public bool TryRead(out NetlinkHeader header, out ReadOnlySpan<byte> body)
    {
        if (rest.IsEmpty)
        {
            header = default;
            body = default;
            return false;
        }

        if (rest.Length < NetlinkHeader.Size)
            throw Malformed($"{rest.Length} octets are left where a header of {NetlinkHeader.Size} should be");
        uint length = MemoryMarshal.Read<uint>(rest);
        if (length < NetlinkHeader.Size || length > rest.Length)
            throw Malformed($"a message claims {length} octets of {rest.Length}");
        header = new NetlinkHeader(
            (NetlinkType)MemoryMarshal.Read<ushort>(rest[4..]),
            (NetlinkFlags)MemoryMarshal.Read<ushort>(rest[6..]),
            MemoryMarshal.Read<uint>(rest[8..]));
        body = rest[NetlinkHeader.Size..(int)length];
        rest = rest[Math.Min(NetlinkAttributes.Align((int)length), rest.Length)..];
        return true;
    }

    /// <summary>
    /// The error number that a message of the type Error or Done carries, positive; 0 where all went well.
    /// </summary>
    /// <exception cref="NetException">The message is too short (ProtocolError).</exception>
    public static int ErrorOf(ReadOnlySpan<byte> body) => body.Length >= sizeof(int)
        ? -MemoryMarshal.Read<int>(body)
        : throw Malformed($"an error number has 4 octets, this has {body.Length}");

    /// <summary>The failure of a message that is not as the protocol wants it.</summary>
    public static NetException Malformed(string what)
        => new(FailureKind.ProtocolError, $"The system's answer about its network is malformed: {what}.");
}
