using System.Runtime.CompilerServices;

namespace NetCmdlets.Sockets;

/// <summary>
/// Leaves the thread that waits for all connections, before something that may take long or wait for a disk. What
/// follows runs on the pool, until it awaits a transport again.
/// </summary>
internal static class LoopThread
{
    /// <summary>Whether the caller may be on such a thread: it is none of the pool's.</summary>
    public static bool MayBeCurrent => !Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>Goes on on the pool.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync()
        => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
