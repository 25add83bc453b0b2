using System.Management.Automation;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Hosting;

/// <summary>Failures to error records: the one switch from a kind to an error category.</summary>
public static class FailureMapper
{
    /// <summary>The category of a kind of failure.</summary>
    public static ErrorCategory CategoryOf(FailureKind kind) => kind switch
    {
        FailureKind.ConnectionTimedOut or FailureKind.ReplyTimedOut => ErrorCategory.OperationTimeout,
        FailureKind.ConnectionRefused or FailureKind.ConnectionReset or FailureKind.HostUnreachable
            or FailureKind.NetworkUnreachable or FailureKind.PeerClosed or FailureKind.SocketFailed
            => ErrorCategory.ConnectionError,
        FailureKind.NameNotFound or FailureKind.ServerNotFound or FailureKind.SessionNotFound
            => ErrorCategory.ObjectNotFound,
        FailureKind.NameServerFailed or FailureKind.AddressNotAvailable or FailureKind.FileFailed
            => ErrorCategory.ResourceUnavailable,
        FailureKind.AddressInUse => ErrorCategory.ResourceBusy,
        FailureKind.AccessDenied => ErrorCategory.PermissionDenied,
        FailureKind.MessageTooLong or FailureKind.ReplyTooLong or FailureKind.ResourceExhausted
            => ErrorCategory.LimitsExceeded,
        FailureKind.InvalidEncoding => ErrorCategory.InvalidData,
        FailureKind.TlsFailed or FailureKind.ProtocolError => ErrorCategory.ProtocolError,
        FailureKind.CertificateNotTrusted or FailureKind.Unauthorized => ErrorCategory.SecurityError,
        FailureKind.InvalidSubnet or FailureKind.InvalidAddress or FailureKind.InvalidPort
            or FailureKind.InvalidRequest => ErrorCategory.InvalidArgument,
        FailureKind.HandlerFailed => ErrorCategory.InvalidResult,
        FailureKind.NotSupported => ErrorCategory.NotImplemented,
        _ => ErrorCategory.NotSpecified,
    };

    /// <summary>The error record of a failure.</summary>
    public static ErrorRecord ToErrorRecord(NetFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new ErrorRecord(failure.ToException(), failure.ErrorId, CategoryOf(failure.Kind), failure.Target);
    }
}
