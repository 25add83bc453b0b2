using System.Diagnostics;
using NetCmdlets.Benchmarks.Processes;

namespace NetCmdlets.Benchmarks.Shell;

/// <summary>A real PowerShell with the built module, where there is one.</summary>
internal static class PowerShellPeer
{
    /// <summary>The built module's manifest: the variable NETCMDLETS_MODULE's, or the newest under out/.</summary>
    public static string? Module()
    {
        if (Environment.GetEnvironmentVariable("NETCMDLETS_MODULE") is { Length: > 0 } named)
            return File.Exists(named) ? Path.GetFullPath(named) : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string modules = Path.Combine(folder.FullName, "out", "NetCmdlets");
            if (Directory.Exists(modules))
            {
                return Directory.GetFiles(modules, "NetCmdlets.psd1", SearchOption.AllDirectories)
                    .MaxBy(File.GetLastWriteTimeUtc);
            }
        }

        return null;
    }

    /// <summary>Why PowerShell cannot be measured here; null where it can.</summary>
    public static string? Missing()
    {
        if (Programs.Find("pwsh") is null)
            return "pwsh is not installed";
        return Module() is null ? "the module is not built (dotnet build)" : null;
    }

    /// <summary>How to start a script in a PowerShell of its own; NETCMDLETS_MODULE tells it the manifest.</summary>
    public static ProcessStartInfo Start(string script)
        => new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script])
            .With("NETCMDLETS_MODULE", Module() ?? "")
            .With("NO_COLOR", "1");

    /// <summary>Runs a script in a PowerShell of its own; returns the wall time and what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (TimeSpan Elapsed, string Output) Run(string script)
    {
        ProcessStartInfo start = Start(script);
        start.RedirectStandardOutput = true;
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        return process.ExitCode == 0
            ? (elapsed, output)
            : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}.");
    }
}
