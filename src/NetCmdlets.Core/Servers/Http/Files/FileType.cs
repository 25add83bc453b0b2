using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>What there can be at a path.</summary>
internal enum EntryType
{
    /// <summary>Nothing, or nothing that can be served: a FIFO, a socket, a device.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}

/// <summary>
/// Tells plain files from what only looks like one. A FIFO keeps whoever opens it waiting, a device may do anything
/// when it is read; .NET does not tell them from files.
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

    /// <summary>What is at a path, after its links.</summary>
    public static EntryType Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return AsNetTells(path);
        byte* stat = stackalloc byte[StatBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            try
            {
                if (Stat(CurrentFolder, name, 0, TypeAndMode, stat) != 0)
                    return EntryType.None;
            }
            catch (EntryPointNotFoundException)
            {
                return AsNetTells(path);
            }
        }

        // struct statx has the same form on every processor (statx(2)).
        int type = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(stat + ModeOffset, 2)) & TypeMask;
        return type switch
        {
            Regular => EntryType.File,
            Folder => EntryType.Folder,
            _ => EntryType.None,
        };
    }

    private static EntryType AsNetTells(string path)
        => Directory.Exists(path) ? EntryType.Folder : File.Exists(path) ? EntryType.File : EntryType.None;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Stat(int folder, byte* path, int flags, uint mask, byte* result);
}
