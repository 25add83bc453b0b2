using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Sockets;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Chat;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>What waits for a client of the chat that does not read.</summary>
public sealed class ChatMemberTests
{
    [Theory]
    [InlineData(1, ChatMember.QueueCapacity + 1)]
    [InlineData(ChatMember.QueueCharacters / 4, 4)]
    [InlineData(ChatMember.QueueCharacters * 3, 1)]
    public async Task So_many_lines_and_characters_wait_and_no_more(int length, int fitting)
    {
        using var transport = new DeafTransport();
        var connection = new TcpConnection(1, transport, new Unobserved(), TimeProvider.System);
        using var channel = new MessageChannel(connection, DelimiterFraming.Lines(int.MaxValue / 2));
        var member = new ChatMember(channel, "deaf");
        string line = new('m', length);
        for (int i = 0; i < fitting; i++)
        {
            member.Tell(line);
            // The first is on its way, and still counts: it is held until the client has taken it.
            await transport.Sending.Within();
            Assert.Equal(CloseReason.None, connection.CloseReason);
        }

        member.Tell(line);
        Assert.Equal(CloseReason.Limit, connection.CloseReason);
        await member.FinishAsync().Within();
    }

    /// <summary>Takes nothing until it is ended.</summary>
    private sealed class DeafTransport : IByteTransport
    {
        private readonly TaskCompletionSource begun = new();
        private readonly TaskCompletionSource<TransferResult> ended = new();

        public EndPoint? LocalEndPoint => null;

        public EndPoint? RemoteEndPoint => null;

        public Task Sending => begun.Task;

        public ValueTask<TransferResult> WaitReadableAsync() => new(ended.Task);

        public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer) => new(ended.Task);

        public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data)
        {
            begun.TrySetResult();
            return new(ended.Task);
        }

        public ValueTask<SocketError> CompleteSendingAsync() => new(SocketError.Success);

        public void Abort() => ended.TrySetResult(new TransferResult(0, SocketError.OperationAborted));

        public void Dispose() => Abort();
    }
}
