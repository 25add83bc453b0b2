using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Echo;

/// <summary>A client of a TCP echo server: waits are limited, and what goes wrong is an <see cref="EchoFault"/>.</summary>
internal sealed class EchoClient : IDisposable
{
    private readonly IByteTransport transport;
    private readonly TimeSpan limit;
    private readonly CancellationToken caller;

    public EchoClient(IByteTransport transport, TimeSpan limit, CancellationToken caller)
    {
        this.transport = transport;
        this.limit = limit;
        this.caller = caller;
    }

    /// <summary>How the server ended what it sent, as a part of a sentence; null while it has not.</summary>
    public string? Ending { get; private set; }

    /// <summary>Sends all, waiting as long as the server takes some of it now and then.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> data)
    {
        using var deadline = new Deadline(limit, caller);
        TransferResult sent;
        using (AbortAt(deadline))
            sent = await transport.SendAsync(data).ConfigureAwait(false);
        caller.ThrowIfCancellationRequested();
        if (!sent.Succeeded)
        {
            throw new EchoFault(deadline.Expired
                ? $"the server took no more than {sent.Bytes:N0} of {data.Length:N0} bytes within {Seconds(limit)}."
                : $"sending failed after {sent.Bytes:N0} of {data.Length:N0} bytes: {sent.Error}.");
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

    /// <summary>Ends the sending side.</summary>
    public async Task HalfCloseAsync()
    {
        SocketError error = await transport.CompleteSendingAsync().ConfigureAwait(false);
        if (error is not SocketError.Success)
            throw new EchoFault($"the half-close failed: {error}.");
    }

    /// <summary>Receives some bytes; 0 where the server ended, which <see cref="Ending"/> then tells.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        using var deadline = new Deadline(limit, caller);
        TransferResult received;
        using (AbortAt(deadline))
            received = await transport.ReceiveAsync(buffer).ConfigureAwait(false);
        caller.ThrowIfCancellationRequested();
        if (received.Succeeded && received.Bytes > 0 && !deadline.Expired)
            return received.Bytes;
        Ending = deadline.Expired ? $"and no more within {Seconds(limit)}"
            : received.Succeeded ? "then the server closed"
            : received.Error is SocketError.ConnectionReset ? "then the server reset the connection"
            : $"then receiving failed: {received.Error}";
        return 0;
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset() => transport.Abort();

    public void Dispose() => transport.Dispose();

    public static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");

    private CancellationTokenRegistration AbortAt(Deadline deadline)
        => deadline.Token.UnsafeRegister(static opened => ((IByteTransport)opened!).Abort(), transport);
}
