using System.Buffers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Echo;

/// <summary>Sends back every byte as it came (RFC 862).</summary>
public sealed class TcpEchoService : IConnectionService
{
    /// <summary>How much is taken from a connection at once.</summary>
    public const int BufferBytes = 64 * 1024;

    /// <inheritdoc/>
    public bool RecordsMessages => false;

    /// <inheritdoc/>
    public bool NeverBlocks => true;

    /// <inheritdoc/>
    public async Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        // A connection that waits holds no buffer: ten thousand idle ones share a few.
        while (await connection.WaitReadableAsync().ConfigureAwait(false))
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                int length = await connection.ReceiveAsync(buffer).ConfigureAwait(false);
                // Nothing is received before this is sent, so a client that does not read is not read from either.
                if (length == 0 || !await connection.SendAsync(buffer.AsMemory(0, length)).ConfigureAwait(false))
                    return;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
