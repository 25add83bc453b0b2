using System.Net;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>
/// A listener whose connections are served by epoll loops of its own: about twice as many small messages for the same
/// processor time as .NET's sockets, which pass every completion on to the thread pool. Linux only, and only for code
/// that never blocks, since it runs on the loop's thread.
/// </summary>
public sealed class EpollListener : IListenerTransport
{
    private const int MostLoops = 4;

    private readonly SocketListener listener;
    private readonly EpollLoop[] loops;
    private int nextLoop;
    private int disposed;

    private EpollListener(EndPoint endPoint, ListenOptions options)
    {
        // One thread does what a core of clients can ask for; the other cores are the clients' own.
        loops = new EpollLoop[Math.Clamp(Environment.ProcessorCount / 2, 1, MostLoops)];
        try
        {
            for (int i = 0; i < loops.Length; i++)
                loops[i] = new EpollLoop();
            listener = SocketListener.Listen(
                endPoint, options, accepted => new EpollTransport(accepted, loops[nextLoop++ % loops.Length]));
        }
        catch
        {
            ReleaseLoops();
            throw;
        }
    }

    /// <summary>Whether this system has it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>The factory of this transport.</summary>
    public static IListenerFactory Factory { get; } = new ListenerFactory();

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => listener.LocalEndPoint;

    /// <inheritdoc/>
    public ValueTask<AcceptResult> AcceptAsync() => listener.AcceptAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        listener.Dispose();
        // The connections hold their loop until the last of them has ended.
        ReleaseLoops();
    }

    private void ReleaseLoops()
    {
        foreach (EpollLoop? loop in loops)
            loop?.Release();
    }

    private sealed class ListenerFactory : IListenerFactory
    {
        public IListenerTransport Listen(EndPoint endPoint, ListenOptions options)
            => new EpollListener(endPoint, options);
    }
}
