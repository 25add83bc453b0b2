using NetCmdlets.Framing;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Chat;

/// <summary>Relays each line of a client to all the others, under the client's name.</summary>
public sealed class ChatService : IConnectionService
{
    /// <summary>The longest name.</summary>
    public const int MaximumNameLength = 32;

    private readonly object gate = new();
    private readonly List<ChatMember> members = [];
    private readonly IMessageFraming framing;

    /// <summary>Makes the service.</summary>
    /// <param name="maxMessageBytes">The longest line.</param>
    public ChatService(int maxMessageBytes) => framing = DelimiterFraming.Lines(maxMessageBytes);

    /// <inheritdoc/>
    public bool RecordsMessages => true;

    /// <inheritdoc/>
    public async Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var channel = new MessageChannel(connection, framing);
        var member = new ChatMember(channel, $"guest{connection.Id}");
        lock (gate)
        {
            // Together: who has read the welcome misses nothing that is said after it.
            member.Tell($"* Welcome, {member.Name}. /nick NAME, /who, /quit");
            members.Add(member);
            TellOthers(member, $"* {member.Name} has joined");
        }

        try
        {
            while (await channel.ReceiveTextAsync().ConfigureAwait(false) is { } line)
            {
                if (!Take(member, line))
                    break;
            }
        }
        finally
        {
            lock (gate)
                members.Remove(member);
            TellOthers(member, $"* {member.Name} has left");
            await member.FinishAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Does what a line says; false where the client leaves.</summary>
    private bool Take(ChatMember member, string line)
    {
        string[] words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        switch (words[0].ToUpperInvariant())
        {
            case "/QUIT":
                member.Tell("* Goodbye");
                return false;
            case "/WHO":
                lock (gate)
                    member.Tell($"* {string.Join(", ", members.Select(other => other.Name))}");
                return true;
            case "/NICK":
                Rename(member, words.Length > 1 ? words[1] : "");
                return true;
            case var command when command.StartsWith('/'):
                member.Tell($"* There is no {words[0]}. /nick NAME, /who, /quit");
                return true;
            default:
                if (line.Length > 0)
                    TellOthers(member, $"<{member.Name}> {line}");
                return true;
        }
    }

    private void Rename(ChatMember member, string name)
    {
        if (name.Length is 0 or > MaximumNameLength || name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            member.Tell($"* A name has 1 to {MaximumNameLength} characters and no blanks");
            return;
        }

        string before = member.Name;
        bool taken;
        lock (gate)
        {
            taken = members.Any(other => other != member && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (!taken)
                member.Name = name;
        }

        if (taken)
        {
            member.Tell($"* {name} is taken");
            return;
        }

        member.Tell($"* You are now {name}");
        TellOthers(member, $"* {before} is now {name}");
    }

    private void TellOthers(ChatMember member, string line)
    {
        // Under the gate, so that all see the lines in one order; a line is only queued here.
        lock (gate)
        {
            foreach (ChatMember other in members)
            {
                if (other != member)
                    other.Tell(line);
            }
        }
    }
}
