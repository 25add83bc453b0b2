using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Sockets;

/// <summary>Chooses the transport of a server: .NET's sockets, or the epoll loop where there is one and it fits.</summary>
public static class TransportChoice
{
    /// <summary>The environment variable that, set to 'sockets', keeps every server on .NET's sockets.</summary>
    public const string Variable = "NETCMDLETS_TRANSPORT";

    /// <summary>Whether servers may make the system's own calls past .NET's sockets.</summary>
    public static bool TakesSystemCalls => Environment.GetEnvironmentVariable(Variable) != "sockets";

    /// <summary>The listeners of a server.</summary>
    /// <param name="neverBlocks">Whether what is served returns to its awaits within microseconds.</param>
    public static IListenerFactory For(bool neverBlocks)
        => neverBlocks && EpollListener.IsSupported && TakesSystemCalls
            ? EpollListener.Factory
            : SocketListener.Factory;
}
