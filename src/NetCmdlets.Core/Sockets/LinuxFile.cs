using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Sockets;

/// <summary>
/// The few system calls that serving a file takes on Linux, without the locks and looks that .NET adds to each open. An
/// open follows no link at all, and can be asked to fail rather than wait for a disk.
/// </summary>
internal static unsafe partial class LinuxFile
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint TypeSizeAndModified = 0x1 | 0x40 | 0x200;
    private const int StatBytes = 256;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int DoNotWait = 0x8;
    private const int OpenTwo = 437;
    // O_RDONLY, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.
    private const ulong OpenFlags = 0x100 | 0x800 | 0x80000;
    private const ulong NoMagicLinks = 0x2;
    private const ulong NoSymbolicLinks = 0x4;
    private const ulong OnlyCached = 0x20;

    private static bool lacksReadNow;

    /// <summary>Whether this system has these calls; an older kernel refuses some of them.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Opens a regular file to read, by a path without any link in it (openat2(2)).</summary>
    /// <param name="path">The path, UTF-8, with a NUL at its end.</param>
    /// <param name="now">Whether to fail where the system would have to ask a disk for the path.</param>
    /// <param name="length">How many bytes the file has.</param>
    /// <param name="modified">When it was changed last.</param>
    /// <returns>The file; null where it cannot be opened in this way, for whatever reason.</returns>
    public static SafeFileHandle? TryOpen(byte[] path, bool now, out long length, out DateTimeOffset modified)
    {
        length = 0;
        modified = default;
        var how = new OpenHow
        {
            Flags = OpenFlags,
            Resolve = NoMagicLinks | NoSymbolicLinks | (now ? OnlyCached : 0),
        };
        nint opened;
        fixed (byte* name = path)
            opened = SystemCall(OpenTwo, CurrentFolder, name, &how, (nuint)sizeof(OpenHow));
        if (opened < 0)
            return null;
        var file = new SafeFileHandle(opened, ownsHandle: true);
        byte* stat = stackalloc byte[StatBytes];
        byte none = 0;
        var fields = new ReadOnlySpan<byte>(stat, StatBytes);
        if (Stat((int)opened, &none, EmptyPath, TypeSizeAndModified, stat) != 0
            || (BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]) & TypeMask) != RegularType)
        {
            file.Dispose();
            return null;
        }

        // struct statx has the same form on every processor (statx(2)).
        length = BinaryPrimitives.ReadInt64LittleEndian(fields[40..]);
        long seconds = BinaryPrimitives.ReadInt64LittleEndian(fields[112..]);
        uint nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(fields[120..]);
        modified = DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));
        return file;
    }

    /// <summary>
    /// Reads what is in memory already (preadv2(2), RWF_NOWAIT): zero at the file's end, -1 where a disk would have to
    /// be waited for or the file system cannot tell.
    /// </summary>
    public static int ReadNow(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        if (lacksReadNow)
            return -1;
        nint count;
        fixed (byte* start = buffer)
        {
            var piece = new LinuxBuffer { Data = start, Bytes = (nuint)buffer.Length };
            try
            {
                count = Read((int)file.DangerousGetHandle(), &piece, 1, offset, DoNotWait);
            }
            catch (EntryPointNotFoundException)
            {
                // Not in every C library.
                lacksReadNow = true;
                return -1;
            }
        }

        return count < 0 ? -1 : (int)count;
    }

    /// <summary>
    /// Sends bytes of a file to a socket that does not block, without taking them through this process (sendfile(2)).
    /// </summary>
    /// <returns>How many were sent, zero at the file's end; -1 with the error's number.</returns>
    public static nint Send(int socket, SafeFileHandle file, long offset, int count, out int error)
    {
        error = 0;
        while (true)
        {
            nint sent = SendFile(socket, (int)file.DangerousGetHandle(), &offset, (nuint)count);
            if (sent >= 0 || (error = Marshal.GetLastPInvokeError()) != LinuxCalls.Interrupted)
                return sent;
        }
    }

    /// <summary>Whether a stretch of a file seems to be in memory: its first byte is, and its last.</summary>
    public static bool IsInMemory(SafeFileHandle file, long offset, int count)
    {
        Span<byte> one = stackalloc byte[1];
        return ReadNow(file, one, offset) >= 0 && ReadNow(file, one, offset + count - 1) >= 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Stat(int folder, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "preadv2", SetLastError = true)]
    private static partial nint Read(int file, LinuxBuffer* pieces, int count, long offset, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int to, int from, long* offset, nuint count);

    /// <summary>struct open_how.</summary>
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
