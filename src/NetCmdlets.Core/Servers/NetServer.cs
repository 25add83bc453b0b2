using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers;

namespace NetCmdlets;

/// <summary>
/// A server that runs in this process. It is bound before anyone gets hold of it, so its end point can be used at
/// once; its properties tell its state at the moment they are read.
/// </summary>
public abstract class NetServer : IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object gate = new();
    private readonly ServerLog log = new();
    private readonly long startTimestamp;
    private int state = (int)ServerState.Running;
    private ITimer? lifetime;
    private Task? stopping;
    private TimeSpan? finalUptime;

    /// <summary>Makes the server's identity; the derived class binds before it calls <see cref="MarkStarted"/>.</summary>
    /// <param name="kind">What kind of server ('TcpEcho').</param>
    /// <param name="protocol">'Tcp' or 'Udp'.</param>
    /// <param name="name">Its name; null makes one of its kind and number.</param>
    /// <param name="time">The clock; null is the system's.</param>
    protected NetServer(string kind, string protocol, string? name, TimeProvider? time)
    {
        Id = ServerRegistry.NextId();
        Kind = kind;
        Protocol = protocol;
        Name = string.IsNullOrEmpty(name) ? $"{kind}-{Id}" : name;
        this.time = time ?? TimeProvider.System;
        StartTime = this.time.GetLocalNow().LocalDateTime;
        startTimestamp = this.time.GetTimestamp();
    }

    /// <summary>The server's number in this process, from 1.</summary>
    public int Id { get; }

    /// <summary>The server's name.</summary>
    public string Name { get; }

    /// <summary>What kind of server it is ('TcpEcho', 'UdpEcho', …).</summary>
    public string Kind { get; }

    /// <summary>'Tcp' or 'Udp'.</summary>
    public string Protocol { get; }

    /// <summary>The address it listens on; null for a Unix domain socket.</summary>
    public IPAddress? Address => (LocalEndPoint as IPEndPoint)?.Address;

    /// <summary>The port it listens on; null for a Unix domain socket.</summary>
    public int? Port => (LocalEndPoint as IPEndPoint)?.Port;

    /// <summary>The end point it is bound to, with the port that the system picked.</summary>
    public abstract EndPoint LocalEndPoint { get; }

    /// <summary>The path of its Unix domain socket; null for TCP and UDP.</summary>
    public virtual string? SocketPath => null;

    /// <summary>Where it is in its life.</summary>
    public ServerState State => (ServerState)Volatile.Read(ref state);

    /// <summary>When it was started.</summary>
    public DateTime StartTime { get; }

    /// <summary>How long it has run, or did run.</summary>
    public TimeSpan Uptime => finalUptime ?? time.GetElapsedTime(startTimestamp);

    /// <summary>Connections open now.</summary>
    public long ActiveConnections => Counters.Active;

    /// <summary>Connections taken since the start.</summary>
    public long TotalConnections => Counters.Total;

    /// <summary>Peers turned away since the start (limits, address lists, tokens), or datagrams dropped.</summary>
    public long RejectedConnections => Counters.Rejected;

    /// <summary>
    /// Connections that were let in and ended by a fault since the start: reset, timed out, idle for too long, over a
    /// limit, against the protocol, or by an error of the handler. The Closed event of each has the reason.
    /// </summary>
    public long FailedConnections => Counters.Failed;

    /// <summary>Messages, datagrams, or received pieces of a raw stream since the start.</summary>
    public long MessagesReceived => Counters.MessagesReceived;

    /// <summary>Bytes received since the start.</summary>
    public long BytesReceived => Counters.BytesReceived;

    /// <summary>Bytes sent since the start.</summary>
    public long BytesSent => Counters.BytesSent;

    /// <summary>The last error of the server itself; null where there was none.</summary>
    public string? LastError { get; private set; }

    /// <summary>Completes when the server holds no socket any more.</summary>
    internal Task Completion => stopped.Task;

    /// <summary>How many handlers the stop could not end; each keeps its thread until its call returns.</summary>
    internal int HandlersLeftBehind { get; private set; }

    internal ServerEventLog Events { get; } = new();

    internal ServerCounters Counters { get; } = new();

    /// <summary>The clock the server lives by.</summary>
    protected TimeProvider Time => time;

    /// <summary>
    /// Stops the server: no new peers at once, then a time in which connections may finish by themselves, then they
    /// are reset. Returns when nothing of it is left. A second call awaits the first.
    /// </summary>
    /// <param name="drain">How long connections may take to finish; zero resets them at once.</param>
    public Task StopAsync(TimeSpan drain)
    {
        lock (gate)
            return stopping ??= Task.Run(() => StopOnceAsync(drain));
    }

    /// <summary>Completes when the server holds no socket any more, whoever stopped it.</summary>
    public Task WaitForStopAsync(CancellationToken cancellationToken) => stopped.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>The name and end point, as in a message.</summary>
    public override string ToString() => $"{Name} ({LocalEndPoint})";

    /// <summary>
    /// Records an event for Get-NetServerEvent and, where it is not about single messages, the log. One that turns a
    /// peer away is logged as a warning.
    /// </summary>
    internal void Record(
        NetServerEventKind kind,
        long? connectionId = null,
        EndPoint? remote = null,
        long? bytes = null,
        string? text = null,
        string? reason = null,
        Exception? error = null,
        bool refuses = false)
    {
        Events.Add(new NetServerEvent(
            time.GetLocalNow().LocalDateTime, Id, kind, connectionId, remote, bytes, text, reason));
        log.Write(Name, kind, connectionId, remote, bytes, reason, error, refuses);
    }

    /// <summary>Lists the server once it is bound. Every derived class calls it last in its start.</summary>
    /// <param name="lifetimeLimit">After how long it stops by itself; zero for never.</param>
    /// <param name="logPath">A log file of the server's own (JSON where it ends in .json); null for none.</param>
    /// <exception cref="NetException">The log cannot be written: FileFailed or AccessDenied.</exception>
    protected void MarkStarted(TimeSpan lifetimeLimit, string? logPath = null)
    {
        try
        {
            log.Open(logPath);
        }
        catch (NetException)
        {
            _ = StopAsync(TimeSpan.Zero);
            throw;
        }

        ServerRegistry.Add(this);
        Record(NetServerEventKind.Started, reason: LocalEndPoint.ToString());
        if (lifetimeLimit > TimeSpan.Zero)
        {
            lifetime = time.CreateTimer(
                static server => _ = ((NetServer)server!).StopAsync(TimeSpan.Zero),
                this,
                lifetimeLimit,
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Records an error of the server itself, which goes on.</summary>
    protected internal void RecordError(string message, Exception? error = null)
    {
        LastError = message;
        Record(NetServerEventKind.Error, reason: message, error: error);
    }

    /// <summary>Tells at the stop how many handlers it could not end.</summary>
    protected void LeaveBehind(int handlers)
    {
        HandlersLeftBehind = handlers;
        if (handlers > 0)
        {
            RecordError($"{(handlers == 1 ? "A handler" : $"{handlers} handlers")} did not end at the stop and "
                + $"{(handlers == 1 ? "keeps its thread" : "keep their threads")} until the call under way returns.");
        }
    }

    /// <summary>Says that the server cannot go on: it records the error and stops.</summary>
    protected void Fault(string message, Exception? error = null)
    {
        RecordError(message, error);
        Interlocked.CompareExchange(ref state, (int)ServerState.Faulted, (int)ServerState.Running);
        _ = StopAsync(TimeSpan.Zero);
    }

    /// <summary>Closes the sockets, lets connections finish for the time given, resets them, awaits their tasks.</summary>
    protected abstract Task StopCoreAsync(TimeSpan drain);

    private async Task StopOnceAsync(TimeSpan drain)
    {
        Interlocked.CompareExchange(ref state, (int)ServerState.Stopping, (int)ServerState.Running);
        if (lifetime is not null)
            await lifetime.DisposeAsync().ConfigureAwait(false);
        try
        {
            await StopCoreAsync(drain).ConfigureAwait(false);
        }
        finally
        {
            finalUptime = time.GetElapsedTime(startTimestamp);
            Interlocked.CompareExchange(ref state, (int)ServerState.Stopped, (int)ServerState.Stopping);
            ServerRegistry.Remove(this);
            Record(NetServerEventKind.Stopped);
            log.Close();
            stopped.TrySetResult();
        }
    }
}
