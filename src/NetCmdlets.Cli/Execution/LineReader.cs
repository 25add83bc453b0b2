using System.Threading.Channels;

namespace NetCmdlets.Cli.Execution;

/// <summary>
/// Reads lines on a thread of its own, a little ahead, so that who takes them can wait for other things too. A read
/// cannot be cancelled on every system: it is left behind where the command ends first.
/// </summary>
internal sealed class LineReader
{
    private const int ReadAhead = 256;

    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(ReadAhead) { SingleReader = true, SingleWriter = true });

    /// <summary>Starts to read.</summary>
    public LineReader(TextReader input) => _ = Task.Run(() => ReadAsync(input));

    /// <summary>The next line, where it is there already.</summary>
    public string? TryRead() => lines.Reader.TryRead(out string? line) ? line : null;

    /// <summary>True when there is a line, false when there are no more.</summary>
    public Task<bool> WaitAsync() => lines.Reader.WaitToReadAsync().AsTask();

    private async Task ReadAsync(TextReader input)
    {
        try
        {
            while (await input.ReadLineAsync().ConfigureAwait(false) is string line)
                await lines.Writer.WriteAsync(line).ConfigureAwait(false);
            lines.Writer.Complete();
        }
        catch (Exception error)
        {
            // Told to whoever waits for the next line.
            lines.Writer.Complete(error);
        }
    }
}
