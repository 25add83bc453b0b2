using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Hosts;

/// <summary>The interfaces of this host.</summary>
internal static class SystemInterfaces
{
    /// <summary>All interfaces, by their numbers: the kernel's word on Linux, .NET's elsewhere.</summary>
    public static IReadOnlyList<HostInterface> Read()
    {
        if (!OperatingSystem.IsLinux())
            return RuntimeInterfaces.Read();
        try
        {
            return KernelInterfaces.Read();
        }
        catch (NetException)
        {
            // A sandbox may forbid netlink sockets.
            return RuntimeInterfaces.Read();
        }
    }
}
