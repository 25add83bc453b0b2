using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Reporting;

/// <summary>Writes a report whole or not at all: who reads the file meanwhile sees the old one or the new one.</summary>
public static class ReportFile
{
    /// <summary>Looks whether a file can be written, before the work whose result is to go into it.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <exception cref="NetException">FileFailed: it has no folder, or is there and must not be replaced.</exception>
    public static void Check(string path, bool replace)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw Failed(path, "that is a folder. Give the path of a file.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw Failed(path, $"there is no folder '{folder}'. Make it first.");
        if (!replace && File.Exists(path))
            throw Failed(path, "there is such a file, and it is not to be replaced.");
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="text">What to write.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <exception cref="NetException">FileFailed: it cannot be written, or is there and must not be replaced.</exception>
    public static void Write(string path, string text, bool replace)
    {
        Check(path, replace);
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
            throw Failed(path, error.Message, error);
        }
    }

    private static NetException Failed(string path, string why, Exception? error = null)
        => new(FailureKind.FileFailed, $"Writing '{path}' failed: {why}", path, error);
}
