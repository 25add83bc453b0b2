using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>An epoll instance whose entries carry an index, edge-triggered for reading and writing.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    // struct epoll_event is packed on x86-64 only: 32 bits of events, then 64 of data.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntrySize = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private readonly int epoll;
    private readonly int capacity;
    private byte* events;

    public EpollSet(int capacity)
    {
        this.capacity = capacity;
        epoll = Libc.EpollCreate(0);
        if (epoll < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * EntrySize));
    }

    public void Add(int descriptor, int index)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = Libc.EpollIn | Libc.EpollOut | Libc.EpollEdgeTriggered;
        *(long*)(entry + DataOffset) = index;
        if (Libc.EpollControl(epoll, Libc.EpollCtlAdd, descriptor, entry) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits for events and returns how many there are; their indexes are <see cref="Index"/>'s.</summary>
    public int Wait(int timeoutMilliseconds)
    {
        int count = Libc.EpollWait(epoll, events, capacity, timeoutMilliseconds);
        if (count >= 0)
            return count;
        int error = Marshal.GetLastPInvokeError();
        return error == Libc.ErrorInterrupted ? 0 : throw new Win32Exception(error);
    }

    public int Index(int position) => (int)*(long*)(events + (position * EntrySize) + DataOffset);

    public void Dispose()
    {
        if (events == null)
            return;
        NativeMemory.Free(events);
        events = null;
        _ = Libc.Close(epoll);
    }
}
