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

    /// <summary>How many characters may wait in them; one line may always wait, however long it is.</summary>
    public const int QueueCharacters = 2 * 1024 * 1024;

    private readonly MessageChannel channel;
    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
    private readonly Task sending;
    private int characters;

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
        int waiting = Interlocked.Add(ref characters, line.Length);
        if ((waiting > QueueCharacters && waiting > line.Length) || !lines.Writer.TryWrite(line))
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
            bool goesOn = await channel.SendTextAsync(line).ConfigureAwait(false);
            Interlocked.Add(ref characters, -line.Length);
            if (!goesOn)
                return;
        }
    }
}
