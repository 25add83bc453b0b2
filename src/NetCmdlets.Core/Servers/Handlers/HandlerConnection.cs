using System.Collections;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Framing;

namespace NetCmdlets.Servers.Handlers;

/// <summary>
/// What a handler knows as <c>$Connection</c>: the message, the client it came from, and what can be done about it.
/// </summary>
public abstract class HandlerConnection
{
    private readonly MessageText text;

    /// <summary>Makes it for one client.</summary>
    /// <param name="text">The encoding of the server's messages.</param>
    /// <param name="state">The client's own state, kept from message to message.</param>
    protected HandlerConnection(MessageText text, Hashtable state)
    {
        this.text = text;
        State = state;
    }

    /// <summary>The connection's number on its server, from 1; null where there are no connections (UDP).</summary>
    public abstract long? Id { get; }

    /// <summary>The client.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The server's end point.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The certificate that the client has shown; null where it showed none, as without TLS.</summary>
    public virtual X509Certificate2? RemoteCertificate => null;

    /// <summary>What the handler wants to remember of this client; its own for each client, empty at first.</summary>
    public Hashtable State { get; }

    /// <summary>The message's bytes.</summary>
    public byte[] Data { get; protected set; } = [];

    /// <summary>The message as text; null where the bytes are not text in the server's encoding.</summary>
    public string? Text => text.TryDecode(Data);

    /// <summary>The message as the handler gets it: its text, or its bytes where they are not text.</summary>
    public virtual object Message => (object?)Text ?? Data;

    /// <summary>The encoding of the server's messages.</summary>
    public MessageText Encoding => text;

    /// <summary>A state for a new client: keys are found whatever their case, and threads may share it.</summary>
    public static Hashtable NewState()
        => Hashtable.Synchronized(new Hashtable(StringComparer.OrdinalIgnoreCase));

    /// <summary>Sends a text to the client now, before what the handler returns.</summary>
    /// <exception cref="Diagnostics.NetException">The encoding has no bytes for it (InvalidEncoding).</exception>
    public void Send(string message) => Send(text.Encode(message));

    /// <summary>Sends bytes to the client now, before what the handler returns.</summary>
    public abstract void Send(byte[] message);

    /// <summary>Closes the connection once the handler's replies are sent; over UDP the client is forgotten.</summary>
    public abstract void Close();
}
