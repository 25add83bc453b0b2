using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// Many datagrams in one call of Linux, recvmmsg(2), and their replies in another, sendmmsg(2): a datagram alone is
/// taken and answered at once, and a busy server pays one pair of calls for all that have come meanwhile. A reply of
/// what was received is sent from where it lies.
/// </summary>
internal sealed unsafe class DatagramBatch : DatagramExchange
{
    /// <summary>How many datagrams one call takes at the most.</summary>
    public const int Capacity = 32;

    // sockaddr_in6 has 28 bytes.
    private const int AddressBytes = 32;

    // Replies that are not what was received are copied here until they are sent: two of the largest.
    private const int CopyBytes = 2 * UdpEndpoint.BufferBytes;

    private readonly UdpEndpoint endpoint;
    private readonly SafeSocketHandle socket;
    private readonly IReplyObserver observer;
    private readonly SocketAddress sender;
    private readonly DatagramPeer[] recipients = new DatagramPeer[Capacity];
    private readonly LinuxMessage* received = Allocate<LinuxMessage>(Capacity);
    private readonly LinuxMessage* replies = Allocate<LinuxMessage>(Capacity);
    private readonly LinuxBuffer* buffers = Allocate<LinuxBuffer>(2 * Capacity);
    private readonly byte* addresses = Allocate<byte>(2 * Capacity * AddressBytes);
    // A page of it is memory only from the first datagram on that is long enough to touch it.
    private readonly byte* data = (byte*)NativeMemory.Alloc(Capacity * UdpEndpoint.BufferBytes);
    private readonly byte* copies = (byte*)NativeMemory.Alloc(CopyBytes);
    private int used;
    private int waiting;
    private int copied;

    /// <summary>Makes room for datagrams; nothing is received yet.</summary>
    public DatagramBatch(UdpEndpoint endpoint, IReplyObserver observer)
    {
        this.endpoint = endpoint;
        this.observer = observer;
        socket = endpoint.Handle;
        sender = endpoint.NewAddress();
        for (int i = 0; i < 2 * Capacity; i++)
        {
            bool receives = i < Capacity;
            LinuxMessage* message = receives ? received + i : replies + i - Capacity;
            message->Address = addresses + (i * AddressBytes);
            message->Buffers = buffers + i;
            message->BufferCount = 1;
            if (!receives)
                continue;
            message->AddressBytes = AddressBytes;
            buffers[i].Data = data + (i * UdpEndpoint.BufferBytes);
            buffers[i].Bytes = UdpEndpoint.BufferBytes;
        }
    }

    /// <summary>Whether the calls and the layout of their messages are this machine's.</summary>
    public static bool IsSupported { get; }
        = OperatingSystem.IsLinux() && IntPtr.Size == 8 && BitConverter.IsLittleEndian;

    /// <inheritdoc/>
    public override int Receive()
    {
        // The system wrote the length of each address over the room that there is for it.
        for (int i = 0; i < used; i++)
            received[i].AddressBytes = AddressBytes;
        used = 0;
        int count = LinuxCalls.ReceiveMany(socket, received, Capacity, LinuxCalls.WaitForOne, null);
        int error = Marshal.GetLastPInvokeError();
        // Closing the socket wakes the call with a message of no bytes from nobody, or with an error.
        ObjectDisposedException.ThrowIf(endpoint.IsClosed, this);
        if (count < 0)
            throw new SocketException((int)LinuxCalls.ErrorOf(error));
        used = count;
        return count;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Datagram(int index)
        => new(data + (index * UdpEndpoint.BufferBytes), (int)received[index].Bytes);

    /// <inheritdoc/>
    public override SocketAddress Sender(int index)
    {
        int bytes = (int)received[index].AddressBytes;
        sender.Size = bytes;
        new ReadOnlySpan<byte>(received[index].Address, bytes).CopyTo(sender.Buffer.Span);
        return sender;
    }

    /// <inheritdoc/>
    public override void Send(ReadOnlySpan<byte> reply, DatagramPeer peer)
    {
        byte* source = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(reply));
        bool stays = source >= data && source < data + (Capacity * UdpEndpoint.BufferBytes);
        if (waiting == Capacity || (!stays && copied + reply.Length > CopyBytes))
            Flush();
        if (!stays)
        {
            source = copies + copied;
            reply.CopyTo(new Span<byte>(source, CopyBytes - copied));
            copied += reply.Length;
        }

        LinuxMessage* message = replies + waiting;
        message->Buffers->Data = source;
        message->Buffers->Bytes = (nuint)reply.Length;
        message->AddressBytes = (uint)peer.Address.Size;
        peer.Address.Buffer.Span[..peer.Address.Size].CopyTo(new Span<byte>(message->Address, AddressBytes));
        recipients[waiting++] = peer;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        int done = 0;
        while (done < waiting)
        {
            int sent = SendFrom(done, out SocketError error);
            if (error == SocketError.Interrupted)
                continue;
            for (int end = done + sent; done < end; done++)
                observer.Sent(recipients[done], (int)replies[done].Bytes);
            if (error == SocketError.Success)
                continue;
            // The call ends at the first that is refused; the others are sent all the same.
            observer.NotSent(recipients[done], (int)replies[done].Buffers->Bytes, error);
            done++;
        }

        Array.Clear(recipients, 0, waiting);
        (waiting, copied) = (0, 0);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        NativeMemory.Free(received);
        NativeMemory.Free(replies);
        NativeMemory.Free(buffers);
        NativeMemory.Free(addresses);
        NativeMemory.Free(data);
        NativeMemory.Free(copies);
        base.Dispose();
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged
        => (T*)NativeMemory.AllocZeroed((nuint)(count * sizeof(T)));

    private int SendFrom(int first, out SocketError error)
    {
        try
        {
            int sent = LinuxCalls.SendMany(socket, replies + first, (uint)(waiting - first), LinuxCalls.NoSignal);
            error = sent < 0 ? LinuxCalls.ErrorOf(Marshal.GetLastPInvokeError()) : SocketError.Success;
            return Math.Max(sent, 0);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
            return 0;
        }
    }
}
