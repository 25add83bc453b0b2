using System.Diagnostics;
using System.Text;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests;

/// <summary>Another people's program as a peer: started by a test, fed, read, and ended by its own id.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process process;

    private PeerProcess(Process process) => this.process = process;

    /// <summary>The peer's number in the system.</summary>
    public int Id => process.Id;

    /// <summary>What the peer writes to standard output.</summary>
    public StreamReader Output => process.StandardOutput;

    /// <summary>What the peer reads from standard input.</summary>
    public StreamWriter Input => process.StandardInput;

    /// <summary>What the peer writes to standard error.</summary>
    public StreamReader Errors => process.StandardError;

    /// <summary>Starts a program, or skips the test with the reason where it is not installed.</summary>
    public static PeerProcess Start(string program, params string[] arguments)
    {
        RequireInstalled(program);
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        return new PeerProcess(Process.Start(start)!);
    }

    /// <summary>Starts a Python program given as text, unbuffered.</summary>
    public static PeerProcess Python(string code, params string[] arguments)
        => Start("python3", ["-u", "-c", code, .. arguments]);

    /// <summary>Skips the test with the reason where a program is not on the path.</summary>
    public static void RequireInstalled(string program)
    {
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"{program} is not installed.");
    }

    /// <summary>The next line of standard output; fails the test where none comes.</summary>
    public async Task<string> ReadLineAsync()
    {
        string? line = await Output.ReadLineAsync().WaitAsync(Bounded.Limit);
        return line ?? throw new InvalidOperationException(
            $"{process.StartInfo.FileName} ended: {await Errors.ReadToEndAsync().WaitAsync(Bounded.Limit)}");
    }

    /// <summary>Reads standard error up to a line with a text: the word of a program that it is ready.</summary>
    public async Task ErrorLineAsync(string text)
    {
        var seen = new List<string>();
        while (await Errors.ReadLineAsync().WaitAsync(Bounded.Limit) is { } line)
        {
            seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"{process.StartInfo.FileName} ended: {string.Join('\n', seen)}");
    }

    /// <summary>Waits for the peer to end by itself; returns its exit code and all it still wrote.</summary>
    public async Task<(int ExitCode, string Output)> WaitAsync()
    {
        Task<string> output = Output.ReadToEndAsync();
        Task<string> errors = Errors.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Bounded.Limit);
        string text = await output.WaitAsync(Bounded.Limit);
        return (process.ExitCode, process.ExitCode == 0 ? text : text + await errors.WaitAsync(Bounded.Limit));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Bounded.Limit);
        process.Dispose();
    }
}
