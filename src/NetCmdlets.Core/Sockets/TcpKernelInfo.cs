using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets;

/// <summary>What the kernel knows of a TCP connection: TCP_INFO of Linux, SIO_TCP_INFO of Windows.</summary>
/// <param name="RoundTripTime">The smoothed round-trip time (RFC 6298).</param>
/// <param name="MaximumSegmentSize">The largest segment that is sent, in bytes.</param>
/// <param name="SendWindowScale">The peer's window scale as a shift (RFC 7323); null where not told or used.</param>
/// <param name="ReceiveWindowScale">This side's window scale; null where not told or not used.</param>
/// <param name="CongestionWindow">The congestion window in segments on Linux, in bytes on Windows.</param>
/// <param name="Retransmits">Segments sent again since the connection began; on Windows of the SYN only.</param>
/// <param name="AcknowledgedBytes">
/// Bytes of the stream that the peer's system has acknowledged, with one for the SYN; null where not told.
/// </param>
/// <param name="ReceivedBytes">Bytes that came from the peer, taken or not; null where not told.</param>
internal sealed record TcpKernelInfo(
    TimeSpan RoundTripTime,
    int MaximumSegmentSize,
    int? SendWindowScale,
    int? ReceiveWindowScale,
    long CongestionWindow,
    long Retransmits,
    long? AcknowledgedBytes,
    long? ReceivedBytes)
{
    private const int LinuxBytesAtLeast = 104;
    private const int LinuxBytes = 136;
    private const int ProtocolTcp = 6;
    private const int LinuxTcpInfo = 11;
    private const int WindowsTcpInfo = unchecked((int)0xD8000027);
    private const int WindowScaleUsed = 4;

    /// <summary>
    /// How many bytes have got through in both directions; null where not told. It grows with every one, also while one
    /// call to send waits for a slow reader.
    /// </summary>
    public long? BytesThrough => AcknowledgedBytes + ReceivedBytes;

    /// <summary>Asks the kernel; null where this system does not tell.</summary>
    public static TcpKernelInfo? TryRead(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        try
        {
            if (OperatingSystem.IsLinux())
                return ReadLinux(socket);
            return OperatingSystem.IsWindows() ? ReadWindows(socket) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (SocketException)
        {
            // An old kernel or a sandbox: not knowing is no failure of the connection.
            return null;
        }
    }

    // struct tcp_info of linux/tcp.h, in the order of the machine; its first 104 bytes are the same since Linux 2.6,
    // and 4.1 added the counts of acknowledged and of received bytes.
    private static TcpKernelInfo? ReadLinux(Socket socket)
    {
        Span<byte> info = stackalloc byte[LinuxBytes];
        int told = socket.GetRawSocketOption(ProtocolTcp, LinuxTcpInfo, info);
        if (told < LinuxBytesAtLeast)
            return null;
        bool scaled = (info[5] & WindowScaleUsed) != 0;
        // Two bit fields of four bits share a byte; which comes first follows the machine's order of bytes.
        (int low, int high) = (info[6] & 15, info[6] >> 4);
        (int send, int receive) = BitConverter.IsLittleEndian ? (low, high) : (high, low);
        return new TcpKernelInfo(
            TimeSpan.FromMicroseconds(Word(info, 68)),
            (int)Word(info, 16),
            scaled ? send : null,
            scaled ? receive : null,
            Word(info, 80),
            Word(info, 100),
            told >= LinuxBytes ? Long(info, 120) : null,
            told >= LinuxBytes ? Long(info, 128) : null);
    }

    // TCP_INFO_v0 of mstcpip.h.
    private static TcpKernelInfo ReadWindows(Socket socket)
    {
        byte[] info = new byte[88];
        socket.IOControl(WindowsTcpInfo, new byte[4], info);
        return new TcpKernelInfo(
            TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(20))),
            BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(4)),
            null,
            null,
            BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(32)),
            info[84],
            null,
            null);
    }

    private static long Long(ReadOnlySpan<byte> info, int offset) => MemoryMarshal.Read<long>(info[offset..]);

    private static uint Word(ReadOnlySpan<byte> info, int offset) => MemoryMarshal.Read<uint>(info[offset..]);
}
