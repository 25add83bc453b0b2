using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>
/// A background thread that waits for all transports of a listener at once and completes what they wait for. What
/// awaits goes on on this thread, so only code that never blocks may be served by it.
/// </summary>
/// <remarks>
/// The thread lives as long as somebody holds the loop: the listener, and every transport until it is closed and its
/// last wait is completed. Then it closes its descriptors and ends.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Its own thread closes what it holds, when the last has let go.")]
internal sealed unsafe class EpollLoop
{
    /// <summary>What a loop's thread is called.</summary>
    internal const string ThreadName = "NetCmdlets epoll";

    private const int Batch = 256;
    private const long WakeToken = -1;
    private const int EventCloseOnExecute = 0x80000;
    private const int EventNonBlocking = 0x800;

    private readonly EpollSet epoll = new(Batch);
    private readonly int wake;
    private readonly object gate = new();
    private readonly ConcurrentQueue<EpollTransport> posted = new();
    private readonly Stack<int> freeSlots = new();
    private readonly Thread thread;
    private EpollTransport?[] slots = new EpollTransport?[64];
    private int usedSlots;
    private long registrations;
    private int holders = 1;
    private int wakeRequested;
    private bool closed;

    /// <summary>Starts the thread; the caller holds the loop and gives it up by <see cref="Release"/>.</summary>
    /// <exception cref="SocketException">No descriptor is free.</exception>
    public EpollLoop()
    {
        wake = LinuxCalls.EventDescriptor(0, EventCloseOnExecute | EventNonBlocking);
        if (wake < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            epoll.Dispose();
            throw new SocketException((int)LinuxCalls.ErrorOf(error));
        }

        epoll.Add(wake, EpollEvents.Readable | EpollEvents.EdgeTriggered, WakeToken);
        thread = new Thread(Run) { IsBackground = true, Name = ThreadName };
        thread.Start();
    }

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsCurrent => Environment.CurrentManagedThreadId == thread.ManagedThreadId;

    /// <summary>Whether the thread has ended, and its descriptors are closed.</summary>
    internal bool HasEnded => !thread.IsAlive;

    /// <summary>Watches a transport's socket from now on, and lets the transport hold the loop.</summary>
    /// <exception cref="SocketException">The system watches no more, or the loop has ended.</exception>
    public void Register(EpollTransport transport, int descriptor)
    {
        long token;
        lock (gate)
        {
            if (holders == 0)
                throw new SocketException((int)SocketError.OperationAborted);
            if (!freeSlots.TryPop(out int slot))
            {
                slot = usedSlots++;
                if (slot == slots.Length)
                    Array.Resize(ref slots, slots.Length * 2);
            }

            // The number tells a late event of a slot's former transport from one of its present.
            token = (++registrations << 32) | (uint)slot;
            transport.Token = token;
            Volatile.Write(ref slots[slot], transport);
            holders++;
        }

        try
        {
            epoll.Add(descriptor, EpollEvents.Stream, token);
        }
        catch
        {
            Unregister(token);
            Release();
            throw;
        }
    }

    /// <summary>Forgets a transport whose socket is closed; it still holds the loop.</summary>
    public void Unregister(long token)
    {
        lock (gate)
        {
            int slot = (int)(uint)token;
            slots[slot] = null;
            freeSlots.Push(slot);
        }
    }

    /// <summary>Has the loop's thread call the transport's <see cref="EpollTransport.Continue"/> soon.</summary>
    public void Post(EpollTransport transport)
    {
        posted.Enqueue(transport);
        Wake();
    }

    /// <summary>Gives up the hold; with the last one the thread ends.</summary>
    public void Release()
    {
        bool last;
        lock (gate)
            last = --holders == 0;
        if (last)
            Wake();
    }

    private void Wake()
    {
        // The thread looks at its queue before it waits again; only another thread has to wake it, and only once.
        if (IsCurrent || Interlocked.Exchange(ref wakeRequested, 1) != 0)
            return;
        ulong one = 1;
        lock (gate)
        {
            // What was posted may have been the last that held the loop: its number may be another's descriptor by now.
            if (!closed)
                _ = LinuxCalls.Write(wake, (byte*)&one, sizeof(ulong));
        }
    }

    private void Run()
    {
        while (Volatile.Read(ref holders) > 0)
        {
            int count = epoll.Wait(posted.IsEmpty ? -1 : 0);
            for (int i = 0; i < count; i++)
            {
                (EpollEvents events, long token) = epoll.At(i);
                if (token == WakeToken)
                    AcknowledgeWake();
                else if (Find(token) is { } transport)
                    transport.Advance(events);
            }

            // Only what is there now: a transport that posts itself again takes its turn after the others' events.
            for (int left = posted.Count; left > 0 && posted.TryDequeue(out EpollTransport? transport); left--)
                transport.Continue();
        }

        lock (gate)
        {
            closed = true;
            epoll.Dispose();
            _ = LinuxCalls.Close(wake);
        }
    }

    private void AcknowledgeWake()
    {
        ulong count;
        _ = LinuxCalls.Read(wake, (byte*)&count, sizeof(ulong));
        // Before the queue is looked at: what is posted from now on wakes anew.
        // A full fence, or this write could be seen after that look.
        Interlocked.Exchange(ref wakeRequested, 0);
    }

    private EpollTransport? Find(long token)
    {
        EpollTransport? transport = Volatile.Read(ref Volatile.Read(ref slots)[(int)(uint)token]);
        return transport?.Token == token ? transport : null;
    }
}
