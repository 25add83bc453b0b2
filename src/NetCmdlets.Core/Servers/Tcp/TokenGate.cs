using System.Security.Cryptography;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// Lets in whose first line is the token. The comparison takes the same time whatever comes; failures of an address
/// slow its next attempts down. The client is told nothing: it is closed.
/// </summary>
public sealed class TokenGate : IConnectionGate
{
    private readonly TokenDigest digest;
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly FailedAttempts failures;

    /// <summary>Makes the gate.</summary>
    /// <param name="token">The token; only a keyed digest of it is kept.</param>
    /// <param name="limit">How long a client may take to say it.</param>
    /// <param name="time">The clock of the limit and the delays.</param>
    public TokenGate(AccessToken token, TimeSpan limit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(time);
        this.limit = limit;
        this.time = time;
        failures = new FailedAttempts(time);
        digest = new TokenDigest(token);
    }

    /// <inheritdoc/>
    public async ValueTask<GateVerdict> EnterAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (failures.Reserve(connection.RemoteEndPoint) is not { } wait)
            return Refused("Too many wrong tokens of this address.");
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, stopping).ConfigureAwait(false);

        // The longest token, CR and LF, and a little of what follows.
        byte[] buffer = new byte[AccessToken.MaximumBytes + 2];
        using var deadline = new Deadline(limit, stopping, time);
        (int End, int Length)? line;
        using (deadline.Token.UnsafeRegister(static ended => ((IByteTransport)ended!).Dispose(), connection.Transport))
            line = await ReadLineAsync(connection.Transport, buffer).ConfigureAwait(false);
        if (line is null)
            CryptographicOperations.ZeroMemory(buffer);
        stopping.ThrowIfCancellationRequested();
        if (line is not var (end, length))
        {
            // Not an attempt: a probe that looks whether the port is open guesses nothing.
            return Refused(deadline.Expired
                ? $"No token within {DisplayText.Seconds(limit)}."
                : "The connection ended before a token came.");
        }

        bool right = end >= 0 && IsRight(buffer.AsSpan(0, end));
        if (!right)
        {
            failures.Fail(connection.RemoteEndPoint);
            CryptographicOperations.ZeroMemory(buffer);
            return Refused(end < 0 ? "The first line is longer than a token." : "The token is wrong.");
        }

        failures.Succeed(connection.RemoteEndPoint);
        CryptographicOperations.ZeroMemory(buffer.AsSpan(0, end));
        if (length > end + 1)
        {
            connection.Upgrade(new PushedBackTransport(
                connection.Transport, buffer.AsMemory(end + 1, length - end - 1)));
        }

        return GateVerdict.Entered;
    }

    private static GateVerdict Refused(string why)
        => new(CloseReason.Unauthorized, NetServerEventKind.AuthFailed, why);

    /// <summary>Where LF is (-1 where the buffer is full without one) and how much was read; null at the end.</summary>
    private static async ValueTask<(int End, int Length)?> ReadLineAsync(IByteTransport transport, Memory<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            TransferResult result = await transport.ReceiveAsync(buffer[length..]).ConfigureAwait(false);
            if (!result.Succeeded || result.Bytes == 0)
                return null;
            int end = buffer.Span.Slice(length, result.Bytes).IndexOf((byte)'\n');
            length += result.Bytes;
            if (end >= 0)
                return (length - result.Bytes + end, length);
        }

        return (-1, length);
    }

    private bool IsRight(ReadOnlySpan<byte> line)
    {
        if (line.Length > 0 && line[^1] == (byte)'\r')
            line = line[..^1];
        return digest.IsOf(line);
    }
}
