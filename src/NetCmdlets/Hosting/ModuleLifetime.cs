using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using NetCmdlets.Sessions;

namespace NetCmdlets.Hosting;

/// <summary>
/// What happens when the module comes and goes: its removal, or the end of PowerShell, leaves no server running and no
/// log open.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>How long a removal waits for the servers; what is left then ends with its own sockets.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    // The one that PowerShell itself runs in, and whose close ends the process. Others come and go with jobs.
    private const int FirstRunspace = 1;

    private static PSEventSubscriber? exiting;

    /// <summary>
    /// Registers Should's operators where Pester is. Whatever a cmdlet needs is loaded by the cmdlet, so that the
    /// import is quick.
    /// </summary>
    public void OnImport()
    {
        PesterOperators.Register();
        if (Runspace.DefaultRunspace is { Id: FirstRunspace } first)
        {
            // Before it ends, PowerShell closes every runspace and waits for the scripts in them: a handler of a server
            // that still runs would hold it up for as long as it likes.
            exiting = first.Events.SubscribeEvent(
                source: null,
                eventName: null,
                sourceIdentifier: PSEngineEvent.Exiting,
                data: null,
                handlerDelegate: static (_, _) => EndAll(),
                supportEvent: true,
                forwardEvent: false);
        }
    }

    /// <summary>Stops every server, ends every session and turns the log off.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { Id: FirstRunspace } first
            && Interlocked.Exchange(ref exiting, null) is { } hook)
        {
            first.Events.UnsubscribeEvent(hook);
        }

        if (!EndAll())
        {
            throw new NetException(
                FailureKind.ResourceExhausted, $"Not every server stopped in {StopLimit.TotalSeconds:0} s.");
        }
    }

    private static bool EndAll()
    {
        // The engine calls this on the pipeline's thread and takes no task.
        Task all = Task.WhenAll(ServerRegistry.StopAllAsync(TimeSpan.Zero), SessionRegistry.CloseAllAsync());
        bool stopped = ((IAsyncResult)all).AsyncWaitHandle.WaitOne(StopLimit);
        NetLogControl.Default.Disable();
        NetLogFiles.Default.CloseAll();
        return stopped;
    }
}
