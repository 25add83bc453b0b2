using System.Threading.Channels;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Servers.Chat;

/// <summary>
/// A client in the chat. What it is to be sent waits in a queue of its own, so a client that does not read holds up
/// nobody else.
/// </summary>
internal sealed class ChatMember
{
    /// <summary>How many lines may wait for a client before it is closed for not reading.</summary>
    public const int QueueCapacity = 256;

    private readonly MessageChannel channel;
    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
    private readonly Task sending;

    public ChatMember(MessageChannel channel, string name)
    {
        this.channel = channel;
        Name = name;
        sending = SendAllAsync();
    }

    public string Name { get; set; }

    /// <summary>Queues a line; a client whose queue is full is closed.</summary>
    public void Tell(string line)
    {
        if (!lines.Writer.TryWrite(line))
            channel.Connection.Abort(CloseReason.Limit, "The client does not read.");
    }

    /// <summary>Sends what still waits; nothing more is taken.</summary>
    public Task FinishAsync()
    {
        lines.Writer.TryComplete();
        return sending;
    }

    private async Task SendAllAsync()
    {
        await foreach (string line in lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (!await channel.SendTextAsync(line).ConfigureAwait(false))
                return;
        }
    }
}
