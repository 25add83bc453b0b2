using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Reporting;

/// <summary>Writes a report whole or not at all: who reads the file meanwhile sees the old one or the new one.</summary>
public static class ReportFile
{
    /// <summary>Writes a text as UTF-8.</summary>
    /// <param name="path">The file's full path; its folder is there.</param>
    /// <param name="text">What to write.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <exception cref="NetException">FileFailed: it cannot be written, or is there and must not be replaced.</exception>
    public static void Write(string path, string text, bool replace)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string draft = Path.Combine(
            Path.GetDirectoryName(path) ?? "", $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            try
            {
                using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
                {
                    file.Write(Encoding.UTF8.GetBytes(text));
                    // On the disk before it has its name.
                    file.Flush(flushToDisk: true);
                }

                File.Move(draft, path, replace);
            }
            catch
            {
                File.Delete(draft);
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NetException(FailureKind.FileFailed, $"Writing '{path}' failed: {error.Message}", path, error);
        }
    }
}
