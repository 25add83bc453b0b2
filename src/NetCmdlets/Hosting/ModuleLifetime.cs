using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using NetCmdlets.Sessions;

namespace NetCmdlets.Hosting;

/// <summary>What happens when the module comes and goes: its removal leaves no server running and no log open.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>How long a removal waits for the servers; what is left then ends with its own sockets.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Registers Should's operators where Pester is. Whatever a cmdlet needs is loaded by the cmdlet, so that the
    /// import is quick.
    /// </summary>
    public void OnImport() => PesterOperators.Register();

    /// <summary>Stops every server, ends every session and turns the log off.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // The engine calls this on the pipeline's thread and takes no task.
        Task all = Task.WhenAll(ServerRegistry.StopAllAsync(TimeSpan.Zero), SessionRegistry.CloseAllAsync());
        bool stopped = ((IAsyncResult)all).AsyncWaitHandle.WaitOne(StopLimit);
        NetLogControl.Default.Disable();
        NetLogFiles.Default.CloseAll();
        if (!stopped)
            throw new NetException(FailureKind.ResourceExhausted, $"Not every server stopped in {StopLimit.TotalSeconds:0} s.");
    }
}
