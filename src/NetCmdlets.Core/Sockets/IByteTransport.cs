using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// A stream of bytes to one peer, as the system gives it: the seam under every TCP server and client. What is above
/// knows no socket, so another way to do the system calls (an epoll loop, TLS, a test's script) sits here.
/// At most one receive or wait and one send are under way at once. Errors are values.
/// Dispose lets the connection go: what was sent and FIN still reach the peer, and what is under way completes with
/// OperationAborted or with nothing transferred. It is safe from any thread and at any time, also twice.
/// </summary>
public interface IByteTransport : IDisposable
{
    /// <summary>This side's end point.</summary>
    EndPoint? LocalEndPoint { get; }

    /// <summary>The peer's end point.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>
    /// More about the last error where the transport knows more than a socket error tells: TLS that broke. Null where
    /// the socket error says it all.
    /// </summary>
    NetFailure? Failure => null;

    /// <summary>What the peer has shown in TLS; null where it showed nothing, or there is no TLS.</summary>
    X509Certificate2? RemoteCertificate => null;

    /// <summary>
    /// Whether the peer may go on to answer after this side has ended its sending. TLS 1.2 knows no half-close: who is
    /// told the end answers with the end and throws away what was still to be sent (RFC 5246, section 7.2.1).
    /// </summary>
    bool CanHalfClose => true;

    /// <summary>
    /// Whether the peer ended with a bare FIN where its protocol has a word for the end, TLS's close_notify (RFC 8446,
    /// section 6.1): whether something is missing cannot be told then.
    /// </summary>
    bool EndedUnannounced => false;

    /// <summary>What the kernel knows of the connection now; null where it or the transport does not tell.</summary>
    internal TcpKernelInfo? KernelInfo => null;

    /// <summary>
    /// Completes when there is something to receive, be it the end or an error, and holds no buffer meanwhile: an
    /// idle connection costs no memory. Now and then it completes for what has been received already (the system tells
    /// of it late): the receive that follows may have to wait.
    /// </summary>
    ValueTask<TransferResult> WaitReadableAsync();

    /// <summary>Receives some bytes into a buffer that is not empty; zero bytes are the peer's FIN.</summary>
    ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all the bytes; completes when the system has taken the last of them.</summary>
    ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data);

    /// <summary>Sends FIN after what was sent; this side still receives (half-close, RFC 9293, section 3.6).</summary>
    ValueTask<SocketError> CompleteSendingAsync();

    /// <summary>
    /// As Dispose, with RST in the place of FIN: the peer learns that something is lost. Of both, the first counts.
    /// </summary>
    void Abort();

    /// <summary>Whether the system takes at least some bytes now; true where the transport cannot tell.</summary>
    internal bool IsWritable => true;
}
