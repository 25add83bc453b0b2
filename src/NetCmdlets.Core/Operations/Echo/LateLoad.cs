namespace NetCmdlets.Operations.Echo;

/// <summary>
/// Sends a pattern to a client's server while nobody reads: at least so much, then on until it is told to stop, which
/// is when the buffers on the way are full. How much they hold is the systems' choice.
/// </summary>
internal sealed class LateLoad(EchoClient client, long least, long most)
{
    private const int BlockBytes = 16 * 1024;

    private readonly object gate = new();
    private long begun;
    private long sent;
    private long enough = most;

    /// <summary>How many bytes the system has taken.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <summary>Sends until it is enough.</summary>
    public async Task SendAsync()
    {
        byte[] block = new byte[BlockBytes];
        while (Begin() is long offset and >= 0)
        {
            EchoPattern.Fill(block, offset);
            await client.SendAsync(block).ConfigureAwait(false);
            Interlocked.Add(ref sent, block.Length);
        }
    }

    /// <summary>Begins no more than what must be sent; returns how much that is in all.</summary>
    public long Stop()
    {
        lock (gate)
            return enough = Math.Max(least, begun);
    }

    private long Begin()
    {
        lock (gate)
        {
            if (begun >= enough)
                return -1;
            begun += BlockBytes;
            return begun - BlockBytes;
        }
    }
}
