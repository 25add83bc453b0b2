using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Sockets;

/// <summary>
/// The few system calls that a connect on Linux takes, without the runtime's event loop between them. A closed port
/// costs four calls and no object.
/// </summary>
internal static class LinuxSocket
{
    private const int Stream = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int Tcp = 6;
    private const int SolSocket = 1;
    private const int SoError = 4;
    private const short PollOut = 4;
    private const int InProgress = 115;

    static LinuxSocket()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // The first run of these lines is compiled and each call bound to its library: milliseconds that are no
        // connect's time. Nothing can listen on port 0, so this machine's stack refuses at once.
        for (int run = 0; run < 2; run++)
        {
            SocketError error = Connect(
                new IPEndPoint(IPAddress.Loopback, 0), null, out int opened, out _, out long begun);
            _ = error == SocketError.Success ? TimeSpan.Zero : Stopwatch.GetElapsedTime(begun);
            if (opened >= 0)
                _ = NativeClose(opened);
        }
    }

    /// <summary>Whether these numbers are this machine's: the same on every Linux that .NET runs on.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux();

    /// <summary>
    /// Begins to connect.
    /// </summary>
    /// <param name="remote">Where to.</param>
    /// <param name="local">Where from; null lets the system choose.</param>
    /// <param name="descriptor">The socket, which the caller closes; -1 where it failed.</param>
    /// <param name="isLocal">Whether this side failed before a packet was sent.</param>
    /// <param name="started">When the first packet was sent, as a time stamp of Stopwatch.</param>
    /// <returns>Success, InProgress where no answer has come yet, or the error.</returns>
    public static SocketError Connect(
        IPEndPoint remote, IPEndPoint? local, out int descriptor, out bool isLocal, out long started)
    {
        started = Stopwatch.GetTimestamp();
        isLocal = true;
        int family = remote.AddressFamily == AddressFamily.InterNetworkV6 ? 10 : 2;
        descriptor = NativeSocket(family, Stream | NonBlocking | CloseOnExec, Tcp);
        if (descriptor < 0)
            return ErrorOf(Marshal.GetLastPInvokeError());
        if (local is not null)
        {
            SocketAddress source = local.Serialize();
            if (NativeBind(descriptor, ref MemoryMarshal.GetReference(source.Buffer.Span), source.Size) != 0)
                return Fail(ref descriptor, Marshal.GetLastPInvokeError());
        }

        isLocal = false;
        SocketAddress target = remote.Serialize();
        started = Stopwatch.GetTimestamp();
        if (NativeConnect(descriptor, ref MemoryMarshal.GetReference(target.Buffer.Span), target.Size) == 0)
            return SocketError.Success;
        int error = Marshal.GetLastPInvokeError();
        if (error != InProgress)
            return Fail(ref descriptor, error);

        // This machine's own stack has answered by now: a refusal waits for no event loop, nor for a poll.
        error = TakeError(descriptor);
        if (error != 0)
            return Fail(ref descriptor, error);
        var ready = new PollDescriptor { Descriptor = descriptor, Events = PollOut };
        if (NativePoll(ref ready, 1, 0) <= 0)
            return SocketError.InProgress;
        error = TakeError(descriptor);
        return error == 0 ? SocketError.Success : Fail(ref descriptor, error);
    }

    private static int TakeError(int descriptor)
    {
        int size = sizeof(int);
        return NativeGetOption(descriptor, SolSocket, SoError, out int error, ref size) == 0
            ? error
            : Marshal.GetLastPInvokeError();
    }

    private static SocketError Fail(ref int descriptor, int error)
    {
        _ = NativeClose(descriptor);
        descriptor = -1;
        return ErrorOf(error);
    }

    // A connect that is to be tried again has found no local port.
    private static SocketError ErrorOf(int error)
        => error == LinuxCalls.Again ? SocketError.AddressNotAvailable : LinuxCalls.ErrorOf(error);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int NativeSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static extern int NativeBind(int descriptor, ref byte address, int size);

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static extern int NativeConnect(int descriptor, ref byte address, int size);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int NativePoll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static extern int NativeGetOption(int descriptor, int level, int name, out int value, ref int size);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int NativeClose(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
