using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Certificates;

/// <summary>
/// Files for their owner's eyes: made so from the first byte, never widened and narrowed, and put in place whole by a
/// rename, so that nobody ever reads half of one.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Writes a text as UTF-8 to a file that only its owner may read, replacing what is there.</summary>
    /// <exception cref="NetException">FileFailed.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(path)!;
        string draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            try
            {
                FileStream file = OperatingSystem.IsWindows() ? CreateOnWindows(draft) : CreateOnUnix(draft);
                await using (file.ConfigureAwait(false))
                {
                    await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
                    // On the disk before it has its name: a crash leaves the old file or the new one.
                    file.Flush(flushToDisk: true);
                }

                File.Move(draft, path, overwrite: true);
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

    [UnsupportedOSPlatform("windows")]
    private static FileStream CreateOnUnix(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Options = FileOptions.Asynchronous,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        using WindowsIdentity owner = WindowsIdentity.GetCurrent();
        security.AddAccessRule(
            new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(
            FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.Asynchronous, security);
    }
}
