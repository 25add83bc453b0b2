using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>The file of a Unix domain socket, before a server binds it.</summary>
internal static class UnixSocketFile
{
    /// <summary>
    /// The end point of a path. A socket file that a dead server left behind is removed; a live server's and every
    /// other file are left alone.
    /// </summary>
    /// <exception cref="NetException">
    /// The path is too long (InvalidRequest), its folder does not exist (FileFailed), a server listens there, or the
    /// file is none of a socket (AddressInUse).
    /// </exception>
    public static UnixDomainSocketEndPoint Claim(string path)
    {
        UnixDomainSocketEndPoint endPoint = UnixSocketPath.ToEndPoint(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder && !Directory.Exists(folder))
        {
            throw new NetException(
                FailureKind.FileFailed,
                $"Listening on '{path}' failed: there is no folder '{folder}'. Create it, or choose another path.",
                path);
        }

        if (!Path.Exists(path))
            return endPoint;
        // A blocking connect would wait for room in the backlog of a server that accepts nobody.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            Blocking = false,
        };
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            RemoveStale(path);
            return endPoint;
        }
        catch (SocketException)
        {
            // Not refused (a full backlog, no permission): somebody is there.
        }

        throw new NetException(
            FailureKind.AddressInUse,
            $"Listening on '{path}' failed: a server listens there. Stop it or choose another path.",
            path);
    }

    private static void RemoveStale(string path)
    {
        try
        {
            // connect(2) refuses every other kind of file too. open(2) opens those, and never a socket (ENXIO); for
            // reading and writing, so that it does not wait at a pipe.
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (IOException)
        {
            File.Delete(path);
            return;
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotASocket(path, error);
        }

        throw NotASocket(path, null);
    }

    private static NetException NotASocket(string path, Exception? cause) => new(
        FailureKind.AddressInUse,
        $"Listening on '{path}' failed: the file exists and is not a socket of this user's. Choose another path.",
        path,
        cause);
}
