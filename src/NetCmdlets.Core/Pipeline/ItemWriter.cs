using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>Where one of many parallel bodies puts what it emits; it waits while the consumer is behind.</summary>
public readonly struct ItemWriter
{
    private readonly ChannelWriter<PipelineItem>? channel;
    private readonly List<PipelineItem>? kept;
    private readonly CancellationToken ending;

    internal ItemWriter(ChannelWriter<PipelineItem> channel, CancellationToken ending)
    {
        this.channel = channel;
        this.ending = ending;
    }

    /// <summary>For a body that runs alone and emits little: the items are kept in a list.</summary>
    internal ItemWriter(List<PipelineItem> kept) => this.kept = kept;

    /// <summary>Emits an item; completes when there was room for it.</summary>
    public ValueTask WriteAsync(PipelineItem item)
    {
        if (channel is not null)
            return channel.TryWrite(item) ? default : channel.WriteAsync(item, ending);
        kept!.Add(item);
        return default;
    }
}
