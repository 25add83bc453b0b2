using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// What a connection must pass after it is accepted and before it is served: a TLS handshake, which puts its own
/// stream in the transport's place (<see cref="TcpConnection.Upgrade"/>), then a token. Gates run in their order on
/// the connection's own task, so one that waits delays nobody else; what computes for long (the keys of a handshake)
/// goes to the thread pool, since the transport may be one whose single thread serves all connections.
/// </summary>
public interface IConnectionGate
{
    /// <summary>Lets the connection in, or says why not.</summary>
    /// <param name="connection">The connection; nothing of it was read by the service.</param>
    /// <param name="stopping">Cancelled when the server resets what is left at its stop.</param>
    ValueTask<GateVerdict> EnterAsync(TcpConnection connection, CancellationToken stopping);
}

/// <summary>What a gate said.</summary>
/// <param name="Refusal">None lets in; TlsFailed, Unauthorized and others close.</param>
/// <param name="Event">The event that a refusal is recorded as: TlsFailed, AuthFailed, Rejected.</param>
/// <param name="Detail">Why, for the event and the log; never a secret.</param>
public readonly record struct GateVerdict(
    CloseReason Refusal, NetServerEventKind Event = NetServerEventKind.Rejected, string? Detail = null)
{
    /// <summary>In.</summary>
    public static GateVerdict Entered => default;
}
