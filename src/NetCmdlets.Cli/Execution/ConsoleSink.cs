using NetCmdlets.Cli.Output;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Execution;

/// <summary>Results to standard output, all else to standard error, and what the exit code has to tell.</summary>
/// <param name="results">Writes results.</param>
/// <param name="errors">Standard error.</param>
/// <param name="verbose">Whether verbose lines are shown.</param>
/// <param name="progress">Whether progress is shown: standard error is a terminal.</param>
internal sealed class ConsoleSink(IResultWriter results, TextWriter errors, bool verbose, bool progress) : IPipelineSink
{
    private readonly List<NetServer> servers = [];
    private int progressLength;

    /// <summary>How many results came.</summary>
    public long Results { get; private set; }

    /// <summary>How many targets failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Whether a result said no.</summary>
    public bool SaidNo { get; private set; }

    /// <summary>The servers that were started.</summary>
    public IReadOnlyList<NetServer> Servers => servers;

    /// <inheritdoc/>
    public void WriteResult(object result)
    {
        ClearProgress();
        Results++;
        SaidNo |= Verdict.IsNo(result);
        if (result is NetServer server)
            servers.Add(server);
        results.Write(ResultShape.Presented(result)!);
    }

    /// <inheritdoc/>
    public void WriteFailure(NetFailure failure)
    {
        ClearProgress();
        Failures++;
        errors.WriteLine($"{failure.ErrorId}: {DisplayText.OnOneLine(failure.Message)}");
    }

    /// <inheritdoc/>
    public void WriteVerboseText(string text)
    {
        if (!verbose)
            return;
        ClearProgress();
        errors.WriteLine($"verbose: {DisplayText.OnOneLine(text)}");
    }

    /// <inheritdoc/>
    public void WriteWarningText(string text)
    {
        ClearProgress();
        errors.WriteLine($"warning: {DisplayText.OnOneLine(text)}");
    }

    /// <inheritdoc/>
    public void WriteProgressStatus(OperationProgress progressStatus)
    {
        if (!progress)
            return;
        ClearProgress();
        if (progressStatus.Completed)
            return;
        string percent = progressStatus.PercentComplete >= 0 ? $" {progressStatus.PercentComplete}%" : "";
        string line = DisplayText.OnOneLine($"{progressStatus.Activity}: {progressStatus.Status}{percent}");
        progressLength = line.Length;
        errors.Write(line);
    }

    /// <summary>Takes the progress line away before anything else is written.</summary>
    public void ClearProgress()
    {
        if (progressLength == 0)
            return;
        errors.Write($"\r{new string(' ', progressLength)}\r");
        progressLength = 0;
    }
}
