using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>The few system calls of Linux that an epoll loop makes, on sockets that .NET opened.</summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>recv(2), send(2): fail with EAGAIN in the place of waiting.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>send(2): a peer that has gone is EPIPE, not the signal SIGPIPE.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>recvmmsg(2): waits for the first datagram only.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>The call was interrupted by a signal.</summary>
    public const int Interrupted = 4;

    /// <summary>The call would have waited.</summary>
    public const int Again = 11;

    private const string Library = "libc";

    /// <summary>epoll_create1(2).</summary>
    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    /// <summary>epoll_ctl(2).</summary>
    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* entry);

    /// <summary>epoll_wait(2).</summary>
    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int timeoutMilliseconds);

    /// <summary>eventfd(2).</summary>
    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint value, int flags);

    /// <summary>recv(2).</summary>
    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    /// <summary>send(2).</summary>
    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    /// <summary>recvmmsg(2). The handle keeps the descriptor from being closed, and used anew, during the call.</summary>
    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(
        SafeSocketHandle socket, LinuxMessage* messages, uint count, int flags, void* timeout);

    /// <summary>sendmmsg(2).</summary>
    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(SafeSocketHandle socket, LinuxMessage* messages, uint count, int flags);

    /// <summary>read(2).</summary>
    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint length);

    /// <summary>write(2).</summary>
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint length);

    /// <summary>close(2).</summary>
    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>What .NET calls an error number of these calls (errno(3), Linux's generic numbers).</summary>
    public static SocketError ErrorOf(int number) => number switch
    {
        0 => SocketError.Success,
        1 or 13 => SocketError.AccessDenied,
        Interrupted => SocketError.Interrupted,
        Again => SocketError.WouldBlock,
        22 => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        32 => SocketError.Shutdown,
        71 or 92 => SocketError.ProtocolOption,
        90 => SocketError.MessageSize,
        93 => SocketError.ProtocolNotSupported,
        97 => SocketError.AddressFamilyNotSupported,
        98 => SocketError.AddressAlreadyInUse,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        102 => SocketError.NetworkReset,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        107 => SocketError.NotConnected,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };
}
