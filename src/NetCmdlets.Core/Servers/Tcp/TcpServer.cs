using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets;

/// <summary>
/// A TCP server, or one over a Unix domain socket: it admits connections within its limits, takes each through its
/// gates, and has its service serve it. What it does for a client is the service's.
/// </summary>
public sealed class TcpServer : NetServer
{
    private readonly TcpServerRequest request;
    private readonly IConnectionService service;
    private readonly IReadOnlyList<IConnectionGate> gates;
    private readonly TcpListenerLoop loop;
    private readonly AddressFilter filter;
    private readonly ConnectionTable table;
    private readonly CancellationTokenSource aborting = new();
    private readonly TimeSpan idleTimeout;
    private readonly ITimer? sweep;

    private TcpServer(
        string kind,
        TcpServerRequest request,
        IConnectionService service,
        IReadOnlyList<IConnectionGate> gates,
        IListenerTransport listener,
        AddressFilter filter,
        TimeProvider? time)
        : base(kind, "Tcp", request.Name, time)
    {
        this.request = request;
        this.service = service;
        this.gates = gates;
        this.filter = filter;
        LocalEndPoint = listener.LocalEndPoint;
        table = new ConnectionTable(request.MaxConnectionsPerAddress > 0);
        loop = new TcpListenerLoop(listener, Time);
        idleTimeout = request.IdleTimeout > TimeSpan.Zero ? request.IdleTimeout : service.DefaultIdleTimeout;
        if (ShortestLimit() is { } shortest)
        {
            // One timer for all connections: it finds one over its time at most a tenth of the time, or a second, late.
            TimeSpan period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 10, 10, 1000));
            sweep = Time.CreateTimer(static state => ((TcpServer)state!).Sweep(), this, period, period);
        }
    }

    /// <inheritdoc/>
    public override EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public override string? SocketPath => request.SocketPath;

    /// <summary>Binds, listens, and returns the running server.</summary>
    /// <param name="kind">What kind of server ('TcpEcho').</param>
    /// <param name="request">Where and within which limits.</param>
    /// <param name="service">What it does for a client; disposed at the stop.</param>
    /// <param name="gates">What a connection passes before it is served, in order; null for what is asked for.</param>
    /// <param name="factory">Makes the listener; null chooses by service and system.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <exception cref="NetException">
    /// It cannot be bound (AddressInUse, AddressNotAvailable, AccessDenied), or the request is not in order.
    /// </exception>
    public static TcpServer Start(
        string kind,
        TcpServerRequest request,
        IConnectionService service,
        IReadOnlyList<IConnectionGate>? gates = null,
        IListenerFactory? factory = null,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(service);
        // Before the port is bound: a certificate that cannot be used leaves nothing behind.
        gates ??= ConnectionGates.Of(request, time ?? TimeProvider.System);
        var filter = new AddressFilter(request.AllowAddress, request.DenyAddress);
        EndPoint endPoint = EndPointOf(request);
        // The gates leave the thread that waits for all by themselves where they compute: see IConnectionGate.
        factory ??= TransportChoice.For(service.NeverBlocks);
        IListenerTransport listener = factory.Listen(
            endPoint,
            new ListenOptions
            {
                Backlog = request.Backlog,
                KeepAlive = request.KeepAlive,
                ReceiveBufferBytes = service.ReceiveBufferBytes,
            });
        var server = new TcpServer(kind, request, service, gates, listener, filter, time);
        server.MarkStarted(request.Lifetime, request.LogPath);
        server.loop.Start(server.AdmitAsync, server.AcceptFailed);
        return server;
    }

    /// <inheritdoc/>
    protected override async Task StopCoreAsync(TimeSpan drain)
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        Task ended = table.WhenAllEnded();
        if (drain > TimeSpan.Zero && !ended.IsCompleted)
        {
            table.DrainAll();
            await ended.WaitAsync(drain, Time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        table.AbortAll(CloseReason.Stopped);
        await aborting.CancelAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        // The last of them may have ended on the transport's own thread, which is not for what follows a stop.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (sweep is not null)
            await sweep.DisposeAsync().ConfigureAwait(false);
        await service.DisposeAsync().ConfigureAwait(false);
        LeaveBehind(service.LeftBehind);
        aborting.Dispose();
    }

    private static EndPoint EndPointOf(TcpServerRequest request)
    {
        if (request.SocketPath is null)
            return new IPEndPoint(ListenAddress.Parse(request.Address), request.Port);
        if (request.Port != 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "A server listens on a socket path or on a port, not on both.");
        }

        return UnixSocketFile.Claim(request.SocketPath);
    }

    private Task AdmitAsync(IByteTransport transport)
    {
        if (Refusal(transport.RemoteEndPoint) is { } reason)
        {
            Counters.PeerRejected();
            Record(NetServerEventKind.Rejected, remote: transport.RemoteEndPoint, reason: reason);
            transport.Dispose();
            return Task.CompletedTask;
        }

        var served = new ServedConnection(
            this, Counters.ConnectionOpened(), transport, !service.RecordsMessages, Time);
        served.Record(NetServerEventKind.Accepted);
        table.Add(served);
        // Not on this task: a service that never waits would keep everybody else out.
        served.Completion = Task.Run(() => ServeAsync(served));
        return request.Sequential ? served.Completion : Task.CompletedTask;
    }

    private string? Refusal(EndPoint? remote)
    {
        if (table.Count >= request.MaxConnections)
            return $"Limit: {request.MaxConnections} connections are open.";
        if (remote is not IPEndPoint peer)
            return null;
        if (!filter.Allows(peer.Address))
            return "Unauthorized: the address is not allowed.";
        return request.MaxConnectionsPerAddress > 0 && table.CountOf(remote) >= request.MaxConnectionsPerAddress
            ? $"Limit: {request.MaxConnectionsPerAddress} connections of this address are open."
            : null;
    }

    private async Task ServeAsync(ServedConnection served)
    {
        TcpConnection connection = served.Connection;
        bool entered = true;
        try
        {
            entered = await EnterAsync(served).ConfigureAwait(false);
            if (entered)
                await service.ServeAsync(connection, aborting.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborting.IsCancellationRequested)
        {
            connection.TrySetReason(CloseReason.Stopped);
        }
        catch (Exception error)
        {
            // A service's own fault ends its connection and never the server.
            Fail(error);
        }

        try
        {
            await connection.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Nor does a fault of the transport: a connection that stays in the table would hold up every stop.
            Fail(error);
            connection.Transport.Abort();
        }

        served.RecordRest();
        if (entered && IsFault(connection))
            Counters.ConnectionFailed();
        served.Record(
            NetServerEventKind.Closed,
            bytes: connection.BytesReceived,
            reason: connection.CloseDetail is null
                ? connection.CloseReason.ToString()
                : $"{connection.CloseReason}: {connection.CloseDetail}",
            refuses: entered && connection.CloseReason is CloseReason.Limit or CloseReason.ProtocolError);
        table.Remove(served);
        Counters.ConnectionClosed();

        void Fail(Exception error)
        {
            connection.TrySetReason(CloseReason.Error, error.Message);
            RecordError($"Connection {connection.Id}: {error.Message}", error);
        }
    }

    // A kept connection that nobody uses any more has done all that it was for.
    private static bool IsFault(TcpConnection connection)
        => CloseReasons.IsFault(connection.CloseReason)
            && !(connection.HasEndedAtRest && connection.CloseReason == CloseReason.Idle);

    private async ValueTask<bool> EnterAsync(ServedConnection served)
    {
        foreach (IConnectionGate gate in gates)
        {
            GateVerdict verdict = await gate.EnterAsync(served.Connection, aborting.Token).ConfigureAwait(false);
            if (verdict.Refusal == CloseReason.None)
                continue;
            Counters.PeerRejected();
            served.Record(verdict.Event, reason: verdict.Detail ?? verdict.Refusal.ToString());
            served.Connection.TrySetReason(verdict.Refusal, verdict.Detail);
            return false;
        }

        return true;
    }

    private void AcceptFailed(SocketError error)
        => RecordError(SocketFailure.From(error, $"Accepting on {LocalEndPoint}", LocalEndPoint).Message);

    private string NoWholeMessage() => $"No whole message came within {DisplayText.Seconds(request.MessageTimeout)}.";

    private TimeSpan? ShortestLimit()
    {
        TimeSpan message = request.MessageTimeout;
        if (idleTimeout > TimeSpan.Zero && (idleTimeout < message || message == TimeSpan.Zero))
            return idleTimeout;
        return message > TimeSpan.Zero ? message : null;
    }

    private void Sweep()
    {
        foreach (ServedConnection served in table.Snapshot())
        {
            if (idleTimeout > TimeSpan.Zero && served.IdleFor(Time) >= idleTimeout)
            {
                if (!served.Connection.TryEndAtRest(CloseReason.Idle))
                    served.Connection.Close(CloseReason.Idle);
            }
            else if (request.MessageTimeout > TimeSpan.Zero && served.Connection.MessageAge >= request.MessageTimeout)
                served.Connection.Close(CloseReason.TimedOut, NoWholeMessage());
        }
    }
}
