using System.Net;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Servers.Tcp;

/// <summary>A TCP client in a handler's hands, for as long as it is connected.</summary>
internal sealed class TcpHandlerConnection : HandlerConnection
{
    private readonly MessageChannel channel;
    private readonly bool asBytes;

    public TcpHandlerConnection(MessageChannel channel, MessageText text, bool asBytes)
        : base(text, NewState())
    {
        this.channel = channel;
        this.asBytes = asBytes;
    }

    public override long? Id => channel.Connection.Id;

    public override EndPoint? RemoteEndPoint => channel.Connection.RemoteEndPoint;

    public override EndPoint? LocalEndPoint => channel.Connection.LocalEndPoint;

    public override X509Certificate2? RemoteCertificate => channel.Connection.RemoteCertificate;

    public override object Message => asBytes ? Data : base.Message;

    /// <summary>Whether the handler asked to close.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Puts the next message in.</summary>
    internal void Take(byte[] message) => Data = message;

    /// <summary>Sends; the handler waits until the system has taken it, so a client that does not read holds it up.</summary>
    public override void Send(byte[] message)
        => channel.SendAsync(message, asBytes ? null : Encoding.TryDecode(message)).AsTask().GetAwaiter().GetResult();

    public override void Close() => IsClosing = true;
}
