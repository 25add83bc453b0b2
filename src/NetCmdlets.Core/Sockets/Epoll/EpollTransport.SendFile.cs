using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>
/// Files. A call that reads one may wait for a disk, so it is made without the gate, and on the loop's thread only
/// where the bytes are in memory. A close that comes meanwhile is carried out by the call when it is back.
/// </summary>
internal sealed partial class EpollTransport
{
    private bool isNonBlocking;
    private bool isSendingFile;
    private bool awaitsRoom;
    private bool closeWaits;
    private int roomTold;
    private bool abortWaits;

    /// <inheritdoc/>
    public async ValueTask<TransferResult> SendFileAsync(SafeFileHandle file, long offset, int count)
    {
        while (true)
        {
            if (loop.IsCurrent && !LinuxFile.IsInMemory(file, offset, count))
                await LoopThread.LeaveAsync();
            if (!BeginFile(out int told))
                return Aborted;
            nint sent = LinuxFile.Send(descriptor, file, offset, count, out int error);
            var done = new TransferResult(
                (int)Math.Max(0, sent), sent < 0 ? LinuxCalls.ErrorOf(error) : SocketError.Success);
            TransferResult result = await EndFileAsync(done, told, out bool again).ConfigureAwait(false);
            if (!again || !result.Succeeded)
                return result;
        }
    }

    private bool BeginFile(out int told)
    {
        lock (Gate)
        {
            told = roomTold;
            if (closed)
                return false;
            if (!isNonBlocking)
            {
                // The calls of messages say themselves that they do not wait; this one cannot.
                socket.Blocking = false;
                isNonBlocking = true;
            }

            return isSendingFile = true;
        }
    }

    /// <summary>What the call came to, or the wait for room after which it is to be made again.</summary>
    private ValueTask<TransferResult> EndFileAsync(TransferResult done, int told, out bool again)
    {
        again = false;
        bool underWay;
        lock (Gate)
        {
            isSendingFile = false;
            if (!closed)
            {
                if (done.Error != SocketError.WouldBlock)
                    return new ValueTask<TransferResult>(done);
                again = true;
                // The edge may have come between the call and here.
                if (told != roomTold)
                    return default;
                awaitsRoom = isSending = true;
                return (sending ??= new EpollOperation()).Begin();
            }

            underWay = Shut(abortWaits);
        }

        LetGo(underWay);
        return new ValueTask<TransferResult>(done.Succeeded ? done : Aborted);
    }
}
