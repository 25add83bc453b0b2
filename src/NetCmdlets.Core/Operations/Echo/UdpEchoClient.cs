using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>A client of a UDP echo server with a socket of its own that hears whoever answers it.</summary>
internal sealed class UdpEchoClient : IDisposable
{
    private readonly UdpEndpoint socket;
    private readonly IPEndPoint server;
    private readonly SocketAddress serverAddress;
    private readonly SocketAddress sender;
    private readonly byte[] buffer = new byte[UdpEndpoint.BufferBytes];
    private readonly TestEchoServerRequest request;
    private readonly CancellationToken caller;

    public UdpEchoClient(IPEndPoint server, TestEchoServerRequest request, CancellationToken caller)
    {
        IPAddress any = server.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        try
        {
            socket = UdpEndpoint.Bind(
                new IPEndPoint(SourceAddress.Parse(request.LocalAddress) ?? any, request.LocalPort),
                new UdpOptions { ReportIcmpErrors = true });
        }
        catch (NetException error)
        {
            throw EchoFault.Of(error.Failure);
        }

        this.server = socket.AddressFamily == AddressFamily.InterNetworkV6
            && server.AddressFamily == AddressFamily.InterNetwork
            ? new IPEndPoint(server.Address.MapToIPv6(), server.Port) : server;
        this.request = request;
        this.caller = caller;
        serverAddress = this.server.Serialize();
        sender = socket.NewAddress();
    }

    /// <summary>Who sent the last datagram that was received.</summary>
    public IPEndPoint LastSender { get; private set; } = new(IPAddress.Any, 0);

    /// <summary>Whether it came from the end point asked.</summary>
    public bool LastSenderIsServer => LastSender.Equals(server);

    /// <summary>Sends one datagram.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            await socket.SendAsync(datagram, serverAddress, caller).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw EchoFault.Of(SocketFailure.From(error.SocketErrorCode, $"Sending to UDP {server}", server, error));
        }
    }

    /// <summary>
    /// Sends one datagram and takes what comes back, again as often as retries are allowed where nothing comes.
    /// </summary>
    /// <exception cref="EchoFault">Nothing came back.</exception>
    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> datagram)
    {
        for (int attempt = 0; attempt <= request.RetryCount; attempt++)
        {
            try
            {
                await SendAsync(datagram).ConfigureAwait(false);
                if (await ReceiveAsync().ConfigureAwait(false) is { } reply)
                    return reply;
            }
            catch (EchoFault refused) when (refused.Kind == EchoFaultKind.Unreachable && attempt < request.RetryCount)
            {
                // Told at once, where silence takes its whole time.
                await Task.Delay(request.RetryDelay, caller).ConfigureAwait(false);
            }
        }

        throw new EchoFault(
            Invariant($"nothing came back for {datagram.Length:N0} bytes within {DisplayText.Seconds(request.Timeout)}")
                + (request.RetryCount > 0 ? $", sent {request.RetryCount + 1} times." : "."));
    }

    /// <summary>The next datagram; null where none comes within the time.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        using var deadline = new Deadline(request.Timeout, caller);
        try
        {
            int count = await socket.ReceiveAsync(buffer, sender, deadline.Token).ConfigureAwait(false);
            LastSender = (IPEndPoint)server.Create(sender);
            return buffer[..count];
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return null;
        }
        catch (SocketException error)
        {
            throw EchoFault.Of(SocketFailure.From(error.SocketErrorCode, $"Asking UDP {server}", server, error));
        }
    }

    public void Dispose() => socket.Dispose();
}
