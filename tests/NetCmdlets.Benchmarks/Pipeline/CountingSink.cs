using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Pipeline;

/// <summary>A consumer that costs nothing: what is measured is the bridge.</summary>
internal sealed class CountingSink : IPipelineSink
{
    public long Results { get; private set; }

    public void WriteResult(object result) => Results++;

    public void WriteFailure(NetFailure failure) => throw new InvalidOperationException(failure.Message);

    public void WriteVerboseText(string text)
    {
    }

    public void WriteWarningText(string text)
    {
    }

    public void WriteProgressStatus(OperationProgress progress)
    {
    }
}
