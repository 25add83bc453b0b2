using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>One direction of a transport that can be awaited again and again without an allocation.</summary>
internal sealed class EpollOperation : IValueTaskSource<TransferResult>
{
    private ManualResetValueTaskSourceCore<TransferResult> source;

    /// <summary>Begins to wait.</summary>
    public ValueTask<TransferResult> Begin()
    {
        source.Reset();
        return new ValueTask<TransferResult>(this, source.Version);
    }

    /// <summary>Ends the wait; what awaits goes on here, on this thread.</summary>
    public void Complete(TransferResult result) => source.SetResult(result);

    TransferResult IValueTaskSource<TransferResult>.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TransferResult>.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource<TransferResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => source.OnCompleted(continuation, state, token, flags);
}
