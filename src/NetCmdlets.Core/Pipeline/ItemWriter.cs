using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>Where one of many parallel bodies puts what it emits; it waits while the consumer is behind.</summary>
public readonly struct ItemWriter
{
    private readonly ChannelWriter<PipelineItem> channel;
    private readonly CancellationToken ending;

    internal ItemWriter(ChannelWriter<PipelineItem> channel, CancellationToken ending)
    {
        this.channel = channel;
        this.ending = ending;
    }

    /// <summary>Emits an item; completes when there was room for it.</summary>
    public ValueTask WriteAsync(PipelineItem item)
        => channel.TryWrite(item) ? default : channel.WriteAsync(item, ending);
}
