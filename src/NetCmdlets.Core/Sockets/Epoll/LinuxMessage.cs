using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>struct mmsghdr of recvmmsg(2) on 64-bit Linux: a struct msghdr, and how long its datagram is.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct LinuxMessage
{
    /// <summary>msg_name: the sender, or the recipient.</summary>
    [FieldOffset(0)]
    public byte* Address;

    /// <summary>msg_namelen: the room for the address, then its length.</summary>
    [FieldOffset(8)]
    public uint AddressBytes;

    /// <summary>msg_iov: where the datagram is.</summary>
    [FieldOffset(16)]
    public LinuxBuffer* Buffers;

    /// <summary>msg_iovlen: in how many pieces.</summary>
    [FieldOffset(24)]
    public nuint BufferCount;

    /// <summary>msg_len, set by the call: the bytes received or sent.</summary>
    [FieldOffset(56)]
    public uint Bytes;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinuxBuffer
{
    /// <summary>iov_base.</summary>
    public byte* Data;

    /// <summary>iov_len.</summary>
    public nuint Bytes;
}
