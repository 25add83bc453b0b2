namespace NetCmdlets.Servers;

/// <summary>A server's counters: written by every connection's thread, read by anybody.</summary>
public sealed class ServerCounters
{
    private long active;
    private long total;
    private long rejected;
    private long failed;
    private long messagesReceived;
    private long bytesReceived;
    private long bytesSent;

    /// <summary>Connections open now.</summary>
    public long Active => Interlocked.Read(ref active);

    /// <summary>Connections taken since the start.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Peers or datagrams turned away since the start.</summary>
    public long Rejected => Interlocked.Read(ref rejected);

    /// <summary>Connections that ended by a fault since the start.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>Messages (by the framing), datagrams, or received pieces of a raw stream.</summary>
    public long MessagesReceived => Interlocked.Read(ref messagesReceived);

    /// <summary>Bytes received since the start.</summary>
    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    /// <summary>Bytes sent since the start.</summary>
    public long BytesSent => Interlocked.Read(ref bytesSent);

    /// <summary>Counts a connection in and returns its number, from 1.</summary>
    public long ConnectionOpened()
    {
        Interlocked.Increment(ref active);
        return Interlocked.Increment(ref total);
    }

    /// <summary>Counts a connection out.</summary>
    public void ConnectionClosed() => Interlocked.Decrement(ref active);

    /// <summary>Counts a connection that ended by a fault.</summary>
    public void ConnectionFailed() => Interlocked.Increment(ref failed);

    /// <summary>Counts a peer turned away.</summary>
    public void PeerRejected() => Interlocked.Increment(ref rejected);

    /// <summary>Counts one message in.</summary>
    public void Received(long bytes)
    {
        Interlocked.Increment(ref messagesReceived);
        Interlocked.Add(ref bytesReceived, bytes);
    }

    /// <summary>Counts bytes in that are no message by themselves.</summary>
    public void ReceivedBytes(long bytes) => Interlocked.Add(ref bytesReceived, bytes);

    /// <summary>Counts one message whose bytes are counted already.</summary>
    public void ReceivedMessage() => Interlocked.Increment(ref messagesReceived);

    /// <summary>Counts bytes out.</summary>
    public void Sent(long bytes) => Interlocked.Add(ref bytesSent, bytes);
}
