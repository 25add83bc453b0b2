using System.Runtime.InteropServices;
using System.Text;
using NetCmdlets.Cli;
using NetCmdlets.Cli.Binding;
using NetCmdlets.Cli.Output;

using var ending = new CancellationTokenSource();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
// Not disposed: the program flushes it before each wait, and the reader may have left by the end.
StreamWriter output = OpenOutput();
using var errors = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
var console = new CliConsole
{
    Input = input,
    Output = output,
    Errors = errors,
    InputIsRedirected = Console.IsInputRedirected,
    ShowsProgress = !Console.IsErrorRedirected,
    Width = WidthOfOutput(),
};
return new Application(OperationCatalog.OfCore(), console).Run(args, ending.Token);

// A second signal is left to the system: it ends the program at once.
void End(PosixSignalContext signal)
{
    signal.Cancel = !ending.IsCancellationRequested;
    ending.Cancel();
}

static StreamWriter OpenOutput()
{
    Stream? pipe = Console.IsOutputRedirected && !OperatingSystem.IsWindows() ? PipeOutput.TryOpen() : null;
    return new StreamWriter(pipe ?? Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 32 * 1024);
}

static int WidthOfOutput()
{
    if (Console.IsOutputRedirected)
        return TableWriter.DefaultWidth;
    try
    {
        return Math.Max(40, Console.WindowWidth - 1);
    }
    catch (IOException)
    {
        return TableWriter.DefaultWidth;
    }
}
