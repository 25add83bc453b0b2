using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Core.Tests.Sockets;

/// <summary>A transport that does what a test says.</summary>
internal sealed class ScriptedTransport : IByteTransport
{
    public Func<ReadOnlyMemory<byte>, TransferResult> Sends { get; set; }
        = data => new TransferResult(data.Length, SocketError.Success);

    public Func<ValueTask<TransferResult>> Waits { get; set; } = () => throw new NotSupportedException();

    public Func<Memory<byte>, ValueTask<TransferResult>> Receives { get; set; }
        = _ => throw new NotSupportedException();

    public Action Closes { get; set; } = () => { };

    public EndPoint? LocalEndPoint => null;

    public EndPoint? RemoteEndPoint => null;

    public ValueTask<TransferResult> WaitReadableAsync() => Waits();

    public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer) => Receives(buffer);

    public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data) => new(Sends(data));

    public ValueTask<SocketError> CompleteSendingAsync() => new(SocketError.Success);

    public void Abort() => Closes();

    public void Dispose() => Closes();
}
