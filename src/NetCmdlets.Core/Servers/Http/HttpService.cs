using System.Globalization;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// HTTP/1.1 and 1.0 (RFC 9110, 9112): reads a connection's requests one after the other and sends each the answer of a
/// responder, in their order, as long as both sides want to go on.
/// </summary>
/// <param name="responder">Who answers; the service's from then on.</param>
/// <param name="maxBodyBytes">The longest body of a request; a longer one is refused with 413.</param>
/// <param name="time">The clock of the limits and of the Date field; null is the system's.</param>
/// <param name="token">What every request must carry; null for nothing.</param>
public sealed class HttpService(
    IHttpResponder responder, int maxBodyBytes, TimeProvider? time = null, AccessToken? token = null)
    : IConnectionService
{
    /// <summary>
    /// How long a kept connection may stay unused, and a client take nothing of its response, where no idle time is
    /// given.
    /// </summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(75);

    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly BearerToken? bearer = token is null ? null : new(token, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public bool RecordsMessages => true;

    /// <inheritdoc/>
    public bool NeverBlocks => responder.NeverBlocks;

    /// <inheritdoc/>
    public int LeftBehind => responder.LeftBehind;

    /// <inheritdoc/>
    public TimeSpan DefaultIdleTimeout => IdleLimit;

    /// <inheritdoc/>
    public async Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var channel = new HttpChannel(connection, maxBodyBytes, clock);
        var peer = new HttpPeer(
            connection.Id,
            connection.RemoteEndPoint,
            connection.LocalEndPoint,
            connection.Transport.RemoteCertificate?.Subject);
        while (await channel.ReadHeadAsync().ConfigureAwait(false) is { } head)
        {
            if (!await ServeAsync(connection, channel, head, peer, stopping).ConfigureAwait(false))
                break;
        }

        if (channel.Fault is { } fault)
            await RefuseAsync(connection, channel, fault).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => responder.DisposeAsync();

    private static async ValueTask RefuseAsync(TcpConnection connection, HttpChannel channel, HttpFault fault)
    {
        connection.TrySetReason(
            fault.Status is 413 or 414 or 431 ? CloseReason.Limit : CloseReason.ProtocolError, fault.Reason);
        using HttpResponse response = HttpResponse.Plain(fault.Status, fault.Reason);
        if (await channel.SendAsync(response, null, keepAlive: false).ConfigureAwait(false))
            Sent(connection, response, response.Body.Length);
    }

    // Events are for people to read: the status, and how many bytes the body had.
    private static void Sent(TcpConnection connection, HttpResponse response, long bytes)
        => connection.MessageSent(bytes, response.Status.ToString(CultureInfo.InvariantCulture));

    // False where the connection ends after this request.
    private async ValueTask<bool> ServeAsync(
        TcpConnection connection, HttpChannel channel, HttpRequestHead head, HttpPeer peer, CancellationToken stopping)
    {
        if (bearer is not null)
        {
            // Whoever waits for its turn after wrong tokens is not idle.
            connection.IsBusy = true;
            string? refusal = await bearer.RefusalAsync(head.Fields, peer.Remote, stopping).ConfigureAwait(false);
            connection.IsBusy = false;
            if (refusal is not null)
                return await RefuseAsync(connection, channel, head, refusal).ConfigureAwait(false);
        }

        byte[]? body = [];
        bool bodyWaits = head.ExpectsContinue && !responder.ReadsBodies;
        if (head.HasBody && !bodyWaits)
        {
            if (head.ExpectsContinue && !await channel.SendContinueAsync().ConfigureAwait(false))
                return false;
            body = await channel.ReadBodyAsync(responder.ReadsBodies).ConfigureAwait(false);
            if (body is null)
                return false;
        }

        var request = new HttpRequest(head, body, peer);
        connection.MessageReceived(body.Length, request.ToString());
        connection.IsBusy = true;
        using HttpResponse response = await responder.AnswerAsync(request, stopping).ConfigureAwait(false);
        connection.IsBusy = false;
        if (response.HandlerError is { } error)
            connection.HandlerFailed(error, response.HandlerCause);
        // Whether the client still sends its body after a final answer is its own choice: the connection tells nothing.
        bool goesOn = head.KeepAlive && !bodyWaits && response.HandlerError is null;
        return await AnswerAsync(connection, channel, head, response, goesOn).ConfigureAwait(false);
    }

    private static async ValueTask<bool> AnswerAsync(
        TcpConnection connection, HttpChannel channel, HttpRequestHead head, HttpResponse response, bool goesOn)
    {
        goesOn &= !connection.IsDraining;
        if (!await channel.SendAsync(response, head, goesOn).ConfigureAwait(false))
            return false;
        bool hasBody = head.Method != "HEAD" && !HttpStatus.IsBodiless(response.Status);
        Sent(connection, response, hasBody ? response.Body.Length : 0);
        return goesOn;
    }

    // What has no token is not read further: a body that comes all the same ends with the connection.
    private static async ValueTask<bool> RefuseAsync(
        TcpConnection connection, HttpChannel channel, HttpRequestHead head, string refusal)
    {
        connection.MessagePending(false);
        connection.MessageUnauthorized(refusal);
        using HttpResponse response = HttpResponse.Plain(401).With("WWW-Authenticate", BearerToken.Challenge);
        return await AnswerAsync(connection, channel, head, response, head.KeepAlive && !head.HasBody)
            .ConfigureAwait(false);
    }
}
