namespace NetCmdlets.Sockets;

/// <summary>
/// Who counts what a connection transfers. Called on the hot path: one thread at a time receives and one sends.
/// </summary>
public interface ITcpConnectionObserver
{
    /// <summary>Bytes came in.</summary>
    void OnReceived(int bytes);

    /// <summary>Bytes go out. Less than none are those that were to go out and did not.</summary>
    void CountSent(int bytes);

    /// <summary>Bytes went out; they were counted.</summary>
    void OnSent(int bytes);

    /// <summary>A whole message came in; its bytes were counted when they came.</summary>
    void OnMessageReceived(int bytes, string? text);

    /// <summary>A whole message went out; its bytes were counted when they went.</summary>
    void OnMessageSent(long bytes, string? text);

    /// <summary>What answers the messages failed.</summary>
    void OnHandlerError(string message, Exception? error);

    /// <summary>A message was refused for want of the right token; the connection goes on.</summary>
    void OnUnauthorized(string why)
    {
    }

    /// <summary>Something is wrong on this side, which goes on all the same.</summary>
    void OnServerError(string message, Exception? error);
}
