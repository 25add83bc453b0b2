using System.Net;
using NetCmdlets.Framing;

namespace NetCmdlets;

/// <summary>What a TCP server answered.</summary>
public sealed record TcpReply
{
    private readonly MessageText encoding;
    private string? text;
    private bool decoded;

    internal TcpReply(MessageText encoding) => this.encoding = encoding;

    /// <summary>The host that was asked, as it was given.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The server's end point.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>This side's end point.</summary>
    public EndPoint? LocalEndPoint { get; init; }

    /// <summary>What came, without its framing.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The data as text; null where it is not text in the encoding.</summary>
    public string? Text
    {
        get
        {
            // A reply may be large and its text not wanted: it is made when it is asked for.
            if (!decoded)
            {
                text = encoding.TryDecode(Data);
                decoded = true;
            }

            return text;
        }
    }

    /// <summary>How many bytes the data has.</summary>
    public int Bytes => Data.Length;

    /// <summary>How long the handshake took.</summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>From the first attempt to the complete reply.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>PeerClosed where the server ended the connection; Completed where this side did; None while open.</summary>
    public CloseReason CloseReason { get; init; }

    /// <summary>How many attempts it took to connect.</summary>
    public int Attempts { get; init; }
}
