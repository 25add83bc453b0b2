using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>
/// Accepts connections until it is stopped, and survives what accept(2) can meet: a peer that has gone again, and a
/// process or system without a free descriptor, for which it waits.
/// </summary>
public sealed class TcpListenerLoop : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly IListenerTransport listener;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Takes over a bound listener; nothing is accepted before <see cref="Start"/>.</summary>
    /// <param name="listener">What to accept from. Disposed with the loop.</param>
    /// <param name="time">The clock of the pauses.</param>
    public TcpListenerLoop(IListenerTransport listener, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(time);
        this.listener = listener;
        this.time = time;
    }

    /// <summary>The end point that is listened on.</summary>
    public EndPoint LocalEndPoint => listener.LocalEndPoint;

    /// <summary>Starts to accept.</summary>
    /// <param name="accepted">
    /// Takes each connection. The next accept waits until its task completes, so it returns at once to serve many at
    /// a time, or when the connection has ended to serve one after the other.
    /// </param>
    /// <param name="failed">Is told of an error that is not the peer's, once for each row of them.</param>
    public void Start(Func<IByteTransport, Task> accepted, Action<SocketError> failed)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(failed);
        running = Task.Run(() => AcceptAsync(accepted, failed));
    }

    /// <summary>Closes the listener; completes when nothing is accepted any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task AcceptAsync(Func<IByteTransport, Task> accepted, Action<SocketError> failed)
    {
        TimeSpan pause = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            AcceptResult result = await listener.AcceptAsync().ConfigureAwait(false);
            if (result.Transport is not null)
            {
                pause = TimeSpan.Zero;
                Task handed = accepted(result.Transport);
                // A stop must not wait for the one client that is served now: who accepted it ends it.
                if (!handed.IsCompleted)
                {
                    await handed.WaitAsync(stopping.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                continue;
            }

            if (IsOfThePeer(result.Error) || stopping.IsCancellationRequested)
                continue;

            // No descriptor is free, or worse. Connections that end free some: try again, ever more slowly.
            if (pause == TimeSpan.Zero)
                failed(result.Error);
            pause = pause == TimeSpan.Zero ? FirstPause : pause * 2;
            pause = pause > LongestPause ? LongestPause : pause;
            await Task.Delay(pause, time, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // accept(2): errors that are already pending on the new connection are passed on by accept, and mean that one only.
    private static bool IsOfThePeer(SocketError error) => error is SocketError.ConnectionAborted
        or SocketError.ConnectionReset or SocketError.NetworkDown or SocketError.HostDown
        or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.Interrupted
        or SocketError.WouldBlock;
}
