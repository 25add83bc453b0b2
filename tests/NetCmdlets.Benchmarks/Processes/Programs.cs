using System.Diagnostics;

namespace NetCmdlets.Benchmarks.Processes;

/// <summary>Looks for other people's programs on the path.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Where a program is; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>How to start this program again with other arguments, the way it was itself started.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
    {
        string self = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        return new ProcessStartInfo(
            self, isHost ? [typeof(Programs).Assembly.Location, .. arguments] : arguments);
    }

    /// <summary>The same start with an environment variable set.</summary>
    public static ProcessStartInfo With(this ProcessStartInfo start, string variable, string value)
    {
        start.Environment[variable] = value;
        return start;
    }

    /// <summary>Runs a program to its end and returns what it wrote; null where it is not installed or failed.</summary>
    public static string? Output(string program, params string[] arguments)
    {
        if (Find(program) is null)
            return null;
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return null;
        }

        return process.ExitCode == 0 ? (output.Result + errors.Result).Trim() : null;
    }
}
