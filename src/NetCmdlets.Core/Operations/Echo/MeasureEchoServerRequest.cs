using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Echo;

/// <summary>Which echo servers to measure, and with what load.</summary>
public sealed record MeasureEchoServerRequest : TcpClientRequest
{
    /// <summary>What the server speaks.</summary>
    public EchoProtocol Protocol { get; init; }

    /// <summary>How many connections send at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 60_000)]
    public int Connections { get; init; } = 1;

    /// <summary>The size of each message in bytes, from 1; over UDP from 24, which number it.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 30)]
    public int MessageBytes { get; init; } = 64;

    /// <summary>How many messages each connection sends; 0 to send for the duration.</summary>
    [RequestOption(Minimum = 1)]
    public long Count { get; init; }

    /// <summary>How long to send, where Count is 0.</summary>
    [RequestOption(Name = "DurationSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause between a message's answer (over UDP: its sending) and the connection's next.</summary>
    [RequestOption(Name = "IntervalSeconds", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan Interval { get; init; }

    /// <summary>Over UDP, how many datagrams of a socket may be unanswered at once, from 1; over TCP it is 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_536)]
    public int InFlight { get; init; } = 1;
}
