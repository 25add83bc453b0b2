using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>What came of one send or receive: a number of bytes, or the error as a value.</summary>
/// <param name="Bytes">How many bytes were transferred. Zero of a receive into room is the peer's FIN.</param>
/// <param name="Error">Success, or why it failed; OperationAborted where this side closed meanwhile.</param>
public readonly record struct TransferResult(int Bytes, SocketError Error)
{
    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Error == SocketError.Success;
}
