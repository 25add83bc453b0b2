using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>An epoll instance and the buffer of its events. One thread waits; every thread may add.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int CloseOnExecute = 0x80000;
    private const int AddEntry = 1;

    // struct epoll_event is packed on x86-64 only: 32 bits of events, then 64 of data.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntrySize = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private readonly int epoll;
    private readonly int capacity;
    private byte* events;

    /// <summary>Opens an epoll instance.</summary>
    /// <param name="capacity">How many events one wait may bring.</param>
    /// <exception cref="SocketException">No descriptor is free.</exception>
    public EpollSet(int capacity)
    {
        this.capacity = capacity;
        epoll = LinuxCalls.EpollCreate(CloseOnExecute);
        if (epoll < 0)
            throw LastError();
        events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * EntrySize));
    }

    /// <summary>Watches a descriptor; its events carry the token.</summary>
    /// <exception cref="SocketException">The system watches no more (ENOSPC, ENOMEM).</exception>
    public void Add(int descriptor, EpollEvents watched, long token)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = (uint)watched;
        *(long*)(entry + DataOffset) = token;
        if (LinuxCalls.EpollControl(epoll, AddEntry, descriptor, entry) < 0)
            throw LastError();
    }

    /// <summary>Waits for events and returns how many there are; -1 milliseconds wait for ever.</summary>
    public int Wait(int timeoutMilliseconds)
    {
        int count = LinuxCalls.EpollWait(epoll, events, capacity, timeoutMilliseconds);
        if (count >= 0)
            return count;
        return Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted ? 0 : throw LastError();
    }

    /// <summary>What the last wait told at a position.</summary>
    public (EpollEvents Events, long Token) At(int position)
    {
        byte* entry = events + (position * EntrySize);
        return ((EpollEvents)(*(uint*)entry), *(long*)(entry + DataOffset));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (events == null)
            return;
        NativeMemory.Free(events);
        events = null;
        _ = LinuxCalls.Close(epoll);
    }

    private static SocketException LastError()
        => new((int)LinuxCalls.ErrorOf(Marshal.GetLastPInvokeError()), Marshal.GetLastPInvokeErrorMessage());
}
