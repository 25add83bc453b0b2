using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>What the load driver does to one echo server.</summary>
/// <param name="Server">The server's end point.</param>
/// <param name="Connections">How many connections, each with one message under way at a time.</param>
/// <param name="MessageBytes">The size of a message.</param>
/// <param name="Seconds">How long to measure; ignored where a count is given.</param>
/// <param name="WarmUpSeconds">How long to drive before; its messages are verified, not counted.</param>
/// <param name="Count">How many messages instead of a time; zero for a time.</param>
/// <param name="Threads">How many threads drive.</param>
internal sealed record LoadPlan(
    IPEndPoint Server,
    int Connections,
    int MessageBytes,
    double Seconds = 2,
    double WarmUpSeconds = 1,
    long Count = 0,
    int Threads = 1)
{
    /// <summary>What a connected socket is spoken to through.</summary>
    public Func<Socket, LoadWire> Wire { get; init; } = static socket => new PlainWire(socket);

    /// <summary>A server that answers nothing at all for so long is given up.</summary>
    public double PatienceSeconds { get; init; } = 10;
}
