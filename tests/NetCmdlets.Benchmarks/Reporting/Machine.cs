using System.Globalization;
using System.Runtime.InteropServices;

namespace NetCmdlets.Benchmarks.Reporting;

/// <summary>The machine in one line: figures mean nothing without it.</summary>
internal static class Machine
{
    public static string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores{ProcessorName()}, "
        + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0} GiB of memory, "
        + $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The middle value; of an even number the lower of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2];
    }

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File))
            return "";
        string? line = System.IO.File.ReadLines(File)
            .FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        string? name = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return string.IsNullOrEmpty(name) || name == "unknown" ? "" : $" ({name})";
    }
}
