using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Routes;

/// <summary>Who decides on this system.</summary>
internal static class SystemRoutes
{
    /// <summary>The kernel on Linux, iphlpapi on Windows, and a socket's choice elsewhere.</summary>
    public static IRouteSource Open()
    {
        if (OperatingSystem.IsWindows())
            return new WindowsRoutes();
        if (!OperatingSystem.IsLinux())
            return new SocketRoutes();
        try
        {
            return new KernelRoutes();
        }
        catch (NetException)
        {
            // A sandbox may forbid netlink sockets.
            return new SocketRoutes();
        }
    }
}
