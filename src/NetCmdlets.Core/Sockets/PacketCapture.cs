using System.Runtime.InteropServices;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// Sees what a TCP port and ICMP send through this machine's interfaces, from the IP header on, with the kernel's time of
/// each packet (packet(7)). Linux only, and only with the right to raw sockets.
/// </summary>
/// <remarks>
/// The kernel puts the packets into a ring of frames in shared memory, and its time with each as it goes by. Read through
/// the socket, they have a time only once stamping has begun, which on a busy machine takes a while.
/// </remarks>
internal sealed unsafe class PacketCapture : IDisposable
{
    private const int FamilyPacket = 17;
    private const int DatagramNonBlocking = 2 | 0x800 | 0x80000;
    private const ushort AllProtocolsBigEndian = 0x0300;
    private const int SolSocket = 1;
    private const int SolPacket = 263;
    private const int AttachFilter = 26;
    private const int ReceiveRing = 5;
    private const int PacketVersion = 10;
    private const int ReadWrite = 3;
    private const int Shared = 1;
    private const byte Outgoing = 4;

    // A frame holds its header, 64 bytes at the most, and as much of the packet as a handshake is told by.
    private const int FrameBytes = 512;
    private const int BlockBytes = 64 * 1024;
    private const int Blocks = 32;
    private const int Frames = Blocks * BlockBytes / FrameBytes;
    private const uint OfTheReader = 1;

    private readonly byte* ring;
    private int descriptor;
    private int next;
    private bool isHeld;

    private PacketCapture(int descriptor, byte* ring)
    {
        this.descriptor = descriptor;
        this.ring = ring;
    }

    /// <summary>Begins to see packets.</summary>
    /// <param name="port">The TCP port that they come from or go to.</param>
    /// <exception cref="NetException">This system or this user cannot (NotSupported).</exception>
    public static PacketCapture Open(int port)
    {
        if (!OperatingSystem.IsLinux() || IntPtr.Size != 8)
        {
            throw new NetException(
                FailureKind.NotSupported,
                "A trace takes raw packet sockets, which only 64-bit Linux has. Leave out -Trace.");
        }

        // Without a protocol it sees nothing until it is bound to all of them.
        int opened = NativeSocket(FamilyPacket, DatagramNonBlocking, 0);
        if (opened < 0)
        {
            throw new NetException(
                FailureKind.NotSupported,
                "A trace takes raw packet sockets, which this user may not open. Run as root or give the program "
                    + "CAP_NET_RAW, or leave out -Trace.");
        }

        byte* ring = SetUp(opened, port);
        if (ring is not null)
            return new PacketCapture(opened, ring);
        int error = Marshal.GetLastPInvokeError();
        _ = NativeClose(opened);
        throw new NetException(
            FailureKind.NotSupported,
            $"A trace takes a ring for packets, which this system does not give (error {error}). Leave out -Trace.");
    }

    /// <summary>
    /// The next packet that was seen; false where no more waits.
    /// </summary>
    /// <param name="packet">From its IP header on; valid until the next call.</param>
    /// <param name="isOutgoing">Whether this machine sent it. Loopback shows each packet once so and once not.</param>
    /// <param name="nanoseconds">When, in nanoseconds since 1970 by the kernel's clock.</param>
    public bool TryRead(out ReadOnlySpan<byte> packet, out bool isOutgoing, out long nanoseconds)
    {
        if (isHeld)
        {
            Volatile.Write(ref Header(next)->Status, 0);
            next = (next + 1) % Frames;
            isHeld = false;
        }

        FrameHeader* header = Header(next);
        packet = default;
        isOutgoing = false;
        nanoseconds = 0;
        if ((Volatile.Read(ref header->Status) & OfTheReader) == 0)
            return false;
        isHeld = true;
        packet = new ReadOnlySpan<byte>((byte*)header + header->Network, (int)header->Captured);
        isOutgoing = header->PacketType == Outgoing;
        nanoseconds = (header->Seconds * 1_000_000_000L) + header->Nanoseconds;
        return true;
    }

    public void Dispose()
    {
        int open = Interlocked.Exchange(ref descriptor, -1);
        if (open < 0)
            return;
        _ = NativeUnmap(ring, Blocks * BlockBytes);
        _ = NativeClose(open);
    }

    private FrameHeader* Header(int frame) => (FrameHeader*)(ring + ((long)frame * FrameBytes));

    private static byte* SetUp(int opened, int port)
    {
        PacketFilter.Instruction[] program = PacketFilter.ForPort(port);
        fixed (PacketFilter.Instruction* first = program)
        {
            var filter = new FilterProgram { Length = (ushort)program.Length, Instructions = first };
            if (NativeSetOption(opened, SolSocket, AttachFilter, &filter, sizeof(FilterProgram)) != 0)
                return null;
        }

        // TPACKET_V2: the first version that is the same for 32 and 64 bits.
        int version = 1;
        var request = new RingRequest
        {
            BlockBytes = BlockBytes,
            Blocks = Blocks,
            FrameBytes = FrameBytes,
            Frames = Frames,
        };
        if (NativeSetOption(opened, SolPacket, PacketVersion, &version, sizeof(int)) != 0
            || NativeSetOption(opened, SolPacket, ReceiveRing, &request, sizeof(RingRequest)) != 0)
        {
            return null;
        }

        byte* ring = (byte*)NativeMap(null, Blocks * BlockBytes, ReadWrite, Shared, opened, 0);
        if ((nint)ring == -1)
            return null;
        var all = new LinkAddress { Family = FamilyPacket, Protocol = AllProtocolsBigEndian };
        if (NativeBind(opened, &all, sizeof(LinkAddress)) == 0)
            return ring;
        _ = NativeUnmap(ring, Blocks * BlockBytes);
        return null;
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int NativeSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static extern int NativeSetOption(int descriptor, int level, int name, void* value, int size);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static extern int NativeBind(int descriptor, LinkAddress* address, int size);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern void* NativeMap(
        void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int NativeUnmap(void* address, nuint length);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int NativeClose(int descriptor);

    // struct sock_fprog.
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public PacketFilter.Instruction* Instructions;
    }

    // struct tpacket_req.
    [StructLayout(LayoutKind.Sequential)]
    private struct RingRequest
    {
        public uint BlockBytes;
        public uint Blocks;
        public uint FrameBytes;
        public uint Frames;
    }

    // struct tpacket2_hdr, and the struct sockaddr_ll behind it.
    [StructLayout(LayoutKind.Explicit)]
    private struct FrameHeader
    {
        [FieldOffset(0)]
        public uint Status;

        [FieldOffset(8)]
        public uint Captured;

        [FieldOffset(14)]
        public ushort Network;

        [FieldOffset(16)]
        public uint Seconds;

        [FieldOffset(20)]
        public uint Nanoseconds;

        [FieldOffset(42)]
        public byte PacketType;
    }

    // struct sockaddr_ll.
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int Interface;
        public ushort HardwareType;
        public byte PacketType;
        public byte HardwareLength;
        public ulong Hardware;
    }
}
