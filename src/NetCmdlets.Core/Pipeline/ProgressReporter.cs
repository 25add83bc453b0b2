using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>Asks an operation how far it is, several times a second once it has taken a second.</summary>
internal static class ProgressReporter
{
    /// <summary>What takes less than this shows no bar.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The time between two reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Reports until it is ended.</summary>
    /// <param name="source">Who is asked; null where nobody can be.</param>
    /// <param name="items">Where the reports go; one that finds no room is left out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Ends it; it then completes, and does not throw.</param>
    public static async Task RunAsync(
        IProgressSource? source, ChannelWriter<PipelineItem> items, TimeProvider time, CancellationToken ended)
    {
        if (source is null)
            return;
        for (TimeSpan pause = First; !ended.IsCancellationRequested; pause = Interval)
        {
            await Task.Delay(pause, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCancellationRequested && source.Progress is { } progress)
                items.TryWrite(PipelineItem.Progress(progress));
        }
    }
}
