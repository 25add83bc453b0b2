using System.Net.Sockets;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>A client of a TCP echo server: waits are limited, and what goes wrong is an <see cref="EchoFault"/>.</summary>
internal sealed class EchoClient(
    IByteTransport transport, TestEchoServerRequest request, string target, CancellationToken caller) : IDisposable
{
    private readonly TimeSpan limit = request.Timeout;
    private bool sentAny;
    private bool receivedAny;
    private volatile bool stalled;

    /// <summary>How the server ended what it sent, as a part of a sentence; null while it has not.</summary>
    public string? Ending { get; private set; }

    /// <summary>Whether the server ended its stream in order.</summary>
    public bool EndedInOrder { get; private set; }

    /// <summary>Sends all, waiting as long as the server takes some of it now and then.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> data)
    {
        using var deadline = new Deadline(limit, caller);
        TransferResult sent;
        sentAny |= !data.IsEmpty;
        using (deadline.Token.UnsafeRegister(static client => ((EchoClient)client!).GiveUp(), this))
            sent = await transport.SendAsync(data).ConfigureAwait(false);
        caller.ThrowIfCancellationRequested();
        if (!sent.Succeeded)
        {
            throw new EchoFault(deadline.Expired
                ? Invariant($"the server took no more than {sent.Bytes:N0} of {data.Length:N0} bytes within ")
                    + $"{DisplayText.Seconds(limit)}."
                : Invariant($"sending failed after {sent.Bytes:N0} of {data.Length:N0} bytes: ")
                    + $"{transport.Failure?.Message ?? $"{sent.Error}."}");
        }
    }

    /// <summary>Sends and takes the same number of bytes back, which must be the same.</summary>
    public async Task EchoAsync(ReadOnlyMemory<byte> message)
    {
        await SendAsync(message).ConfigureAwait(false);
        await ExpectAsync(message).ConfigureAwait(false);
    }

    /// <summary>Takes as many bytes as the message has; they must be the message.</summary>
    public async Task ExpectAsync(ReadOnlyMemory<byte> message)
    {
        byte[] received = new byte[message.Length];
        int count = 0;
        while (count < received.Length)
        {
            int more = await ReceiveAsync(received.AsMemory(count)).ConfigureAwait(false);
            if (more == 0)
                break;
            count += more;
        }

        EchoPattern.RequireSame(message.Span, received.AsSpan(0, count), Ending ?? "");
    }

    /// <summary>Fails the check where the server need not answer after this side's end.</summary>
    /// <exception cref="EchoFault">It need not.</exception>
    public void RequireHalfClose()
    {
        if (!transport.CanHalfClose)
            throw EchoFault.NotApplicable("TLS 1.2 knows no half-close (RFC 5246, section 7.2.1).");
    }

    /// <summary>Ends the sending side; in TLS that is close_notify, then FIN.</summary>
    public async Task HalfCloseAsync()
    {
        SocketError error = await transport.CompleteSendingAsync().ConfigureAwait(false);
        if (error is not SocketError.Success)
            throw new EchoFault($"the half-close failed: {error}.");
    }

    /// <summary>Receives some bytes; 0 where the server ended, which <see cref="Ending"/> then tells.</summary>
    /// <exception cref="EchoFault">The server lets this client in no further than the handshake.</exception>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        using var deadline = new Deadline(limit, caller);
        TransferResult received;
        using (deadline.Token.UnsafeRegister(static client => ((EchoClient)client!).GiveUp(), this))
            received = await transport.ReceiveAsync(buffer).ConfigureAwait(false);
        caller.ThrowIfCancellationRequested();
        if (received.Succeeded && received.Bytes > 0 && !deadline.Expired)
        {
            receivedAny = true;
            return received.Bytes;
        }

        // Whichever of the two waits was over first, it ended both.
        if (deadline.Expired || stalled)
        {
            Ending = $"and no more within {DisplayText.Seconds(limit)}";
            return 0;
        }

        if (!receivedAny)
            RequireLetIn(received);
        EndedInOrder = received.Succeeded;
        Ending = received switch
        {
            { Succeeded: true } when transport.EndedUnannounced => "then the server closed without close_notify",
            { Succeeded: true } => "then the server closed",
            _ when transport.Failure is { } failure => $"then {failure.Message.TrimEnd('.')}",
            { Error: SocketError.ConnectionReset } => "then the server reset the connection",
            _ => $"then receiving failed: {received.Error}",
        };
        return 0;
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset() => transport.Abort();

    public void Dispose() => transport.Dispose();

    private void GiveUp()
    {
        stalled = true;
        transport.Abort();
    }

    // A server of TLS 1.3 refuses a client's certificate after the handshake, one with a token after the token.
    private void RequireLetIn(TransferResult received)
    {
        if (transport.Failure is { } failure)
            throw EchoFault.Of(failure);
        if (received.Succeeded && sentAny && request.Token is not null)
            throw EchoFault.Of(ClientUpgrades.TokenRefused(transport.RemoteEndPoint, target));
    }
}
