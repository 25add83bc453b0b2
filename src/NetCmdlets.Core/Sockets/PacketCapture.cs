using System.Runtime.InteropServices;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// Sees what a TCP port and ICMP send through this machine's interfaces, from the IP header on, with the kernel's time of
/// each packet (packet(7)). Linux only, and only with the right to raw sockets.
/// </summary>
internal sealed class PacketCapture : IDisposable
{
    private const int FamilyPacket = 17;
    private const int DatagramNonBlocking = 2 | 0x800 | 0x80000;
    private const int AllProtocolsBigEndian = 0x0300;
    private const int SolSocket = 1;
    private const int ReceiveBufferForce = 33;
    private const int AttachFilter = 26;
    private const int BufferBytes = 8 * 1024 * 1024;
    private const nuint LastTime = 0x8907;
    private const int PacketTypeOffset = 10;
    private static readonly TimeSpan StampingBegins = TimeSpan.FromMilliseconds(5);

    private readonly byte[] buffer = new byte[65_536];
    private int descriptor;

    private PacketCapture(int descriptor) => this.descriptor = descriptor;

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

        // Of no protocol at first: what goes by before the filter is there must not be taken.
        int opened = NativeSocket(FamilyPacket, DatagramNonBlocking, 0);
        if (opened < 0)
        {
            throw new NetException(
                FailureKind.NotSupported,
                "A trace takes raw packet sockets, which this user may not open. Run as root or give the program "
                    + "CAP_NET_RAW, or leave out -Trace.");
        }

        Attach(opened, PacketFilter.ForPort(port));
        var all = new LinkAddress { Family = FamilyPacket, Protocol = AllProtocolsBigEndian };
        if (NativeBind(opened, ref all, Marshal.SizeOf<LinkAddress>()) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _ = NativeClose(opened);
            throw new NetException(
                FailureKind.NotSupported,
                $"A trace could not begin to see packets (error {error}). Leave out -Trace.");
        }

        // On a busy machine much goes by between the first segment and the last; not to have more room is no fault.
        int room = BufferBytes;
        _ = NativeSetOption(opened, SolSocket, ReceiveBufferForce, ref room, sizeof(int));
        // Packets are stamped only once somebody has asked for a stamp, and then not at once (net_enable_timestamp).
        _ = NativeControl(opened, LastTime, out _);
        Thread.Sleep(StampingBegins);
        return new PacketCapture(opened);
    }

    /// <summary>
    /// The next packet that was seen; false where no more waits.
    /// </summary>
    /// <param name="packet">From its IP header on; valid until the next call.</param>
    /// <param name="isOutgoing">Whether this machine sent it. Loopback shows each packet once so and once not.</param>
    /// <param name="nanoseconds">When, in nanoseconds since 1970 by the kernel's clock.</param>
    public bool TryRead(out ReadOnlySpan<byte> packet, out bool isOutgoing, out long nanoseconds)
    {
        Span<byte> from = stackalloc byte[32];
        int size = from.Length;
        nint count = NativeReceive(
            descriptor, ref buffer[0], (nuint)buffer.Length, 0, ref MemoryMarshal.GetReference(from), ref size);
        packet = count > 0 ? buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)) : default;
        isOutgoing = from[PacketTypeOffset] == 4;
        nanoseconds = 0;
        if (count <= 0)
            return false;
        if (NativeControl(descriptor, LastTime, out KernelTime time) == 0)
            nanoseconds = (time.Seconds * 1_000_000_000) + time.Nanoseconds;
        return true;
    }

    public void Dispose()
    {
        int open = Interlocked.Exchange(ref descriptor, -1);
        if (open >= 0)
            _ = NativeClose(open);
    }

    private static unsafe void Attach(int opened, PacketFilter.Instruction[] program)
    {
        fixed (PacketFilter.Instruction* first = program)
        {
            var whole = new FilterProgram { Length = (ushort)program.Length, Instructions = (nint)first };
            // A kernel that takes no filter shows everything, and the reader picks.
            _ = NativeSetOption(opened, SolSocket, AttachFilter, ref whole, sizeof(FilterProgram));
        }
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int NativeSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static extern int NativeSetOption(int descriptor, int level, int name, ref int value, int size);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static extern int NativeSetOption(
        int descriptor, int level, int name, ref FilterProgram value, int size);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static extern int NativeBind(int descriptor, ref LinkAddress address, int size);

    [DllImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    private static extern nint NativeReceive(
        int descriptor, ref byte buffer, nuint length, int flags, ref byte from, ref int fromSize);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int NativeControl(int descriptor, nuint request, out KernelTime time);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int NativeClose(int descriptor);

    // struct sock_fprog.
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public nint Instructions;
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

    [StructLayout(LayoutKind.Sequential)]
    private struct KernelTime
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
