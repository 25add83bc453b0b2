using NetCmdlets.Diagnostics;

namespace NetCmdlets.Pipeline;

/// <summary>What kind of thing an operation emitted.</summary>
public enum PipelineItemKind
{
    /// <summary>An object of the operation's output type.</summary>
    Result,

    /// <summary>A failure that concerns one target; the operation goes on.</summary>
    Failure,

    /// <summary>A line for the verbose stream.</summary>
    Verbose,

    /// <summary>A line for the warning stream.</summary>
    Warning,

    /// <summary>How far the operation is.</summary>
    Progress,
}

/// <summary>One thing that an operation emits, in the order in which it came about.</summary>
public readonly struct PipelineItem
{
    private readonly object payload;

    private PipelineItem(PipelineItemKind kind, object payload)
    {
        Kind = kind;
        this.payload = payload;
    }

    /// <summary>What kind of thing this is.</summary>
    public PipelineItemKind Kind { get; }

    /// <summary>The object, failure, text or progress itself.</summary>
    public object Payload => payload;

    /// <summary>An object for the pipeline.</summary>
    public static PipelineItem Result(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(PipelineItemKind.Result, value);
    }

    /// <summary>A failure of one target.</summary>
    public static PipelineItem Failure(NetFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(PipelineItemKind.Failure, failure);
    }

    /// <summary>A line for the verbose stream.</summary>
    public static PipelineItem Verbose(string text) => new(PipelineItemKind.Verbose, text);

    /// <summary>A line for the warning stream.</summary>
    public static PipelineItem Warning(string text) => new(PipelineItemKind.Warning, text);

    /// <summary>How far the operation is.</summary>
    public static PipelineItem Progress(OperationProgress progress) => new(PipelineItemKind.Progress, progress);

    /// <summary>Hands this item to the sink's method for its kind.</summary>
    public void WriteTo(IPipelineSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        switch (Kind)
        {
            case PipelineItemKind.Result:
                sink.WriteResult(payload);
                break;
            case PipelineItemKind.Failure:
                sink.WriteFailure((NetFailure)payload);
                break;
            case PipelineItemKind.Verbose:
                sink.WriteVerboseText((string)payload);
                break;
            case PipelineItemKind.Warning:
                sink.WriteWarningText((string)payload);
                break;
            case PipelineItemKind.Progress:
                sink.WriteProgressStatus((OperationProgress)payload);
                break;
            default:
                throw new InvalidOperationException($"A pipeline item of kind {Kind} is not made by this class.");
        }
    }
}
