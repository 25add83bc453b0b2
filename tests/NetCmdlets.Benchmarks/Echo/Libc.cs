using System.Runtime.InteropServices;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>The few system calls of Linux that the load driver makes itself, on sockets that .NET opened.</summary>
internal static unsafe partial class Libc
{
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;
    public const int EpollCtlAdd = 1;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;
    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const uint EpollEdgeTriggered = 1u << 31;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
