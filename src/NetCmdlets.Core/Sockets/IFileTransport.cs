using Microsoft.Win32.SafeHandles;

namespace NetCmdlets.Sockets;

/// <summary>A transport that sends a file's bytes without taking them through this process.</summary>
internal interface IFileTransport
{
    /// <summary>
    /// Sends some bytes of a file, as many as the system takes at once; waits where it takes none. Zero bytes are the
    /// file's end.
    /// </summary>
    /// <param name="file">The file, which stays open until the call completes.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="count">How many at most, from 1.</param>
    ValueTask<TransferResult> SendFileAsync(SafeFileHandle file, long offset, int count);
}
