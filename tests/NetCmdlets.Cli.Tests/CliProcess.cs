using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NetCmdlets.Tests;

namespace NetCmdlets.Cli.Tests;

/// <summary>The built program in a process of its own, ended with the test by its own id.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private readonly Process process;

    private CliProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public StreamReader Output => process.StandardOutput;

    public StreamWriter Input => process.StandardInput;

    public StreamReader Errors => process.StandardError;

    public static CliProcess Start(params string[] arguments)
    {
        HearInterrupts();
        string program = typeof(Application).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        return new CliProcess(Process.Start(start)!);
    }

    // A shell without job control starts what it puts in the background with SIGINT ignored, and a program that is
    // started so keeps to that, as nohup wants: the programs under test shall not inherit it from the tests.
    private static void HearInterrupts()
    {
        const int Interrupt = 2;
        if (!OperatingSystem.IsLinux())
            return;
        string ignored = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        if ((ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1 << (Interrupt - 1))) != 0)
            _ = SetSignal(Interrupt, 0);
    }

    /// <summary>Sends what Ctrl+C (2) or a request to end (15) sends.</summary>
    public void Signal(int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new InvalidOperationException($"kill failed: {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public Task<string?> ReadLineAsync() => Output.ReadLineAsync().Within();

    /// <summary>Waits for the end: the exit code and what standard error said.</summary>
    public async Task<(int ExitCode, string Errors)> WaitAsync()
    {
        Task<string> errors = Errors.ReadToEndAsync();
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, await errors.Within());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().Within();
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);

    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetSignal(int signal, nint handler);
}
