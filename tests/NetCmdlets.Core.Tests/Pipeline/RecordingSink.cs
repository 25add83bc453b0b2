using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Core.Tests.Pipeline;

/// <summary>A consumer that keeps what it is given, and on which thread; it may throw at a result.</summary>
internal sealed class RecordingSink : IPipelineSink
{
    public List<object> Results { get; } = [];

    public List<NetFailure> Failures { get; } = [];

    public List<string> Lines { get; } = [];

    public OperationProgress? LastProgress { get; private set; }

    public HashSet<int> Threads { get; } = [];

    /// <summary>Called with each result before it is kept.</summary>
    public Action<object>? OnResult { get; set; }

    public void WriteResult(object result)
    {
        Note();
        OnResult?.Invoke(result);
        Results.Add(result);
    }

    public void WriteFailure(NetFailure failure)
    {
        Note();
        Failures.Add(failure);
    }

    public void WriteVerboseText(string text) => Keep($"verbose {text}");

    public void WriteWarningText(string text) => Keep($"warning {text}");

    public void WriteProgressStatus(OperationProgress progress)
    {
        LastProgress = progress;
        Keep($"progress {progress.PercentComplete}");
    }

    private void Keep(string line)
    {
        Note();
        Lines.Add(line);
    }

    private void Note() => Threads.Add(Environment.CurrentManagedThreadId);
}
