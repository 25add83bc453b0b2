using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>The one table from a socket error to the kind of failure, with what a person can do about it.</summary>
public static class SocketFailure
{
    /// <summary>The kind of failure that a socket error is.</summary>
    public static FailureKind KindOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => FailureKind.ConnectionRefused,
        SocketError.TimedOut => FailureKind.ConnectionTimedOut,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NetworkReset
            or SocketError.Shutdown => FailureKind.ConnectionReset,
        SocketError.HostUnreachable or SocketError.HostDown => FailureKind.HostUnreachable,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => FailureKind.NetworkUnreachable,
        SocketError.HostNotFound or SocketError.NoData => FailureKind.NameNotFound,
        SocketError.TryAgain or SocketError.NoRecovery => FailureKind.NameServerFailed,
        SocketError.AddressAlreadyInUse => FailureKind.AddressInUse,
        SocketError.AddressNotAvailable => FailureKind.AddressNotAvailable,
        SocketError.AccessDenied => FailureKind.AccessDenied,
        SocketError.MessageSize => FailureKind.MessageTooLong,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => FailureKind.ResourceExhausted,
        SocketError.AddressFamilyNotSupported or SocketError.OperationNotSupported
            or SocketError.ProtocolNotSupported or SocketError.ProtocolFamilyNotSupported
            or SocketError.SocketNotSupported or SocketError.ProtocolOption => FailureKind.NotSupported,
        _ => FailureKind.SocketFailed,
    };

    /// <summary>
    /// The failure for a socket error.
    /// </summary>
    /// <param name="error">The socket error.</param>
    /// <param name="what">What was tried, on which end point: 'Connecting to 127.0.0.1:7'.</param>
    /// <param name="target">The target, for the error record.</param>
    /// <param name="cause">The exception that carried it, where there was one.</param>
    public static NetFailure From(SocketError error, string what, object? target, Exception? cause = null)
    {
        FailureKind kind = KindOf(error);
        return new NetFailure(kind, $"{what} failed: {Describe(error, kind)}", target, cause);
    }

    /// <summary>The failure for an exception out of a socket call; null where it is not a socket's.</summary>
    public static NetFailure? From(Exception exception, string what, object? target) => exception switch
    {
        NetException known => known.Failure,
        SocketException socket => From(socket.SocketErrorCode, what, target, socket),
        IOException { InnerException: SocketException inner } => From(inner.SocketErrorCode, what, target, exception),
        ObjectDisposedException => From(SocketError.OperationAborted, what, target, exception),
        _ => null,
    };

    private static string Describe(SocketError error, FailureKind kind) => kind switch
    {
        FailureKind.ConnectionRefused => "connection refused. Nothing listens on that port; start the server or check the port.",
        FailureKind.ConnectionTimedOut => "no answer in the time allowed. The host is down, a filter drops the packets, or the time is too short.",
        FailureKind.ConnectionReset => "the peer reset the connection.",
        FailureKind.HostUnreachable => "no route to the host. Check the address and the host's link.",
        FailureKind.NetworkUnreachable => "no route to the network. Check the routes of this machine.",
        FailureKind.NameNotFound => "the name does not exist, or has no address. Check its spelling.",
        FailureKind.NameServerFailed => "the name server did not answer. Try again, or check the resolver's settings.",
        FailureKind.AddressInUse => "another socket has that address and port. Choose another port, or 0 for a free one.",
        FailureKind.AddressNotAvailable => "that address is not one of this machine's.",
        FailureKind.AccessDenied => "not allowed. A port below 1024, a raw socket or a broadcast needs more rights.",
        FailureKind.MessageTooLong => "the message is larger than a datagram or the path can carry.",
        FailureKind.ResourceExhausted => "the system has no more sockets or buffers. Lower the throttle limit or raise the limit of open files.",
        FailureKind.NotSupported => $"this system does not support it ({error}).",
        _ => $"{error}.",
    };
}
