using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Netlink;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Sockets.Netlink;

/// <summary>
/// A socket to the kernel's routing family (netlink(7)), which .NET's sockets do not open. The kernel answers before
/// the send returns, so that nothing here waits. One request at a time; not for several threads.
/// </summary>
internal sealed unsafe partial class NetlinkSocket : IDisposable
{
    private const int Family = 16;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int RoutingProtocol = 0;
    private const int SolSocket = 1;
    private const int ReceiveTimeout = 20;
    private const int SolNetlink = 270;
    private const int StrictCheck = 12;
    private const int MaxDumps = 5;

    // The kernel makes the parts of a long answer no longer than this.
    private readonly byte[] buffer = new byte[32 * 1024];
    private int descriptor;
    private uint sequence;

    /// <summary>Opens the socket; needs no rights.</summary>
    /// <exception cref="NetException">The system does not allow it, or has no such sockets.</exception>
    public NetlinkSocket()
    {
        descriptor = Open(Family, Raw | CloseOnExec, RoutingProtocol);
        if (descriptor < 0)
            throw Failed("Opening a netlink socket");
        // Only against a kernel that never answers; it is long (two machine words).
        nint* limit = stackalloc nint[] { 5, 0 };
        _ = SetOption(descriptor, SolSocket, ReceiveTimeout, limit, 2 * sizeof(nint));
        // Lists only what was asked for, where the kernel can (since Linux 4.20); what it lists is looked at anyway.
        int on = 1;
        _ = SetOption(descriptor, SolNetlink, StrictCheck, &on, sizeof(int));
    }

    /// <summary>Sees one message of an answer.</summary>
    public delegate void Visitor(NetlinkHeader header, ReadOnlySpan<byte> body);

    /// <summary>Asks for one thing.</summary>
    /// <param name="request">Makes the request of its number.</param>
    /// <param name="visit">Sees the answer.</param>
    /// <returns>The error number that the kernel answered; 0 for none.</returns>
    /// <exception cref="NetException">The socket failed, or the answer is malformed.</exception>
    public int Ask(Func<uint, byte[]> request, Visitor visit) => Exchange(request(++sequence), visit, out _);

    /// <summary>Asks for all of a kind; again where it changed while it was listed.</summary>
    /// <exception cref="NetException">The socket failed, the kernel refused, or the answer is malformed.</exception>
    public List<T> List<T>(Func<uint, byte[]> request, NetlinkType type, Reader<T> read)
        where T : class
    {
        for (int tries = 1; ; tries++)
        {
            var found = new List<T>();
            int error = Exchange(
                request(++sequence),
                (header, body) =>
                {
                    if (header.Type == type && read(body) is T one)
                        found.Add(one);
                },
                out bool interrupted);
            if (error != 0)
                throw Failed("Asking the system about its network", error);
            // A network that never holds still is told as it was last seen.
            if (!interrupted || tries == MaxDumps)
                return found;
        }
    }

    /// <summary>Reads the body of one message; null for one that is left out.</summary>
    public delegate T? Reader<T>(ReadOnlySpan<byte> body)
        where T : class;

    /// <inheritdoc/>
    public void Dispose()
    {
        int open = Interlocked.Exchange(ref descriptor, -1);
        if (open >= 0)
            _ = LinuxCalls.Close(open);
    }

    private int Exchange(byte[] request, Visitor visit, out bool interrupted)
    {
        interrupted = false;
        fixed (byte* octets = request)
        {
            while (LinuxCalls.Send(descriptor, octets, request.Length, 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
                    throw Failed("Asking the system about its network");
            }
        }

        while (true)
        {
            var reader = new NetlinkReader(buffer.AsSpan(0, Receive()));
            while (reader.TryRead(out NetlinkHeader header, out ReadOnlySpan<byte> body))
            {
                // What is left of an exchange that failed halfway.
                if (header.Sequence != sequence)
                    continue;
                interrupted |= header.Flags.HasFlag(NetlinkFlags.Interrupted);
                if (header.Type is NetlinkType.Error or NetlinkType.Done)
                    return NetlinkReader.ErrorOf(body);
                visit(header, body);
                if (!header.Flags.HasFlag(NetlinkFlags.Multi))
                    return 0;
            }
        }
    }

    private int Receive()
    {
        fixed (byte* octets = buffer)
        {
            while (true)
            {
                nint length = LinuxCalls.Receive(descriptor, octets, buffer.Length, 0);
                if (length >= 0)
                    return (int)length;
                if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
                    throw Failed("Hearing from the system about its network");
            }
        }
    }

    private static NetException Failed(string what) => Failed(what, Marshal.GetLastPInvokeError());

    private static NetException Failed(string what, int error)
    {
        SocketError meaning = LinuxCalls.ErrorOf(error);
        return meaning == SocketError.SocketError
            ? new NetException(FailureKind.SocketFailed, $"{what} failed: error {error} of the system.")
            : SocketFailure.From(meaning, what, null).ToException();
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int name, void* value, int size);
}
