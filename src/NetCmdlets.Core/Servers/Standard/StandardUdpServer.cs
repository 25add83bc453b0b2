using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Servers.Standard;

/// <summary>
/// Serves one of the standard services over UDP: whatever a datagram holds, it is answered with one datagram, or by
/// Discard with none.
/// </summary>
public sealed class StandardUdpServer : DatagramServer
{
    /// <summary>
    /// How many datagrams a second of one address are answered where nothing else is said, on loopback too: an answer
    /// is longer than what asks for it, the sender's address can be forged, and two servers that answer anything would
    /// answer each other for ever.
    /// </summary>
    public const int DefaultRateLimit = 100;

    /// <summary>The most characters in a datagram of Chargen (RFC 864).</summary>
    public const int MaximumCharacters = 512;

    private readonly StandardService service;
    private readonly Random random;

    private StandardUdpServer(
        StandardService service, StartUdpServerRequest request, Random? random, TimeProvider? time)
        // Discard answers nobody, and is there to be sent to as fast as it goes.
        : base(
            service.ToString(),
            request,
            rateLimit: service == StandardService.Discard ? 0 : DefaultRateLimit,
            time)
    {
        this.service = service;
        this.random = random ?? Random.Shared;
    }

    /// <summary>Starts a server; it is bound when this returns.</summary>
    /// <param name="request">Where, for whom, and which service.</param>
    /// <param name="random">What draws the lengths of Chargen; null is the process's own.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <exception cref="NetException">
    /// The address is not to be had, or there is no service or another answer beside it (InvalidRequest).
    /// </exception>
    public static StandardUdpServer Start(
        StartUdpServerRequest request, Random? random = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Service is not StandardService service
            || request.Responses is not null || request.Response.Count > 0 || request.Handler is not null)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "Give one of a service, a table of responses and a handler.");
        }

        var server = new StandardUdpServer(service, request, random, time);
        server.Begin();
        return server;
    }

    /// <inheritdoc/>
    protected override void Handle(ReadOnlySpan<byte> datagram, DatagramPeer peer)
    {
        switch (service)
        {
            case StandardService.Discard:
                break;
            case StandardService.Chargen:
                // There is no continuity from one datagram to the next (RFC 864).
                Reply(StandardAnswers.Characters.Span[..random.Next(MaximumCharacters + 1)], peer);
                break;
            default:
                Reply(StandardAnswers.At(service, Time.GetUtcNow()), peer);
                break;
        }
    }
}
