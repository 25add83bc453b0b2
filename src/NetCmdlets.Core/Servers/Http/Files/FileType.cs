using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>
/// Whether a path is a plain file. A FIFO keeps whoever opens it waiting, a device may do anything when it is read; .NET
/// does not tell them from files.
/// </summary>
internal static unsafe partial class FileType
{
    private const int StatBytes = 256;
    private const int ModeOffset = 28;
    private const int CurrentFolder = -100;
    private const uint TypeAndMode = 0x3;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Whether it is a file or a folder, after its links; true where the system does not tell.</summary>
    public static bool IsFileOrFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        byte* stat = stackalloc byte[StatBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            try
            {
                if (Stat(CurrentFolder, name, 0, TypeAndMode, stat) != 0)
                    return false;
            }
            catch (EntryPointNotFoundException)
            {
                return true;
            }
        }

        // struct statx has the same form on every processor (statx(2)).
        int type = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(stat + ModeOffset, 2)) & TypeMask;
        return type is Regular or Folder;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Stat(int folder, byte* path, int flags, uint mask, byte* result);
}
