using NetCmdlets.Cli.Output;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Execution;

/// <summary>Results to standard output, all else to standard error, and what the exit code has to tell.</summary>
/// <param name="results">Writes results.</param>
/// <param name="console">Where all else goes.</param>
/// <param name="verbose">Whether verbose lines are shown.</param>
internal sealed class ConsoleSink(IResultWriter results, CliConsole console, bool verbose) : IPipelineSink
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
        console.WriteError($"{failure.ErrorId}: {DisplayText.OnOneLine(failure.Message)}");
    }

    /// <inheritdoc/>
    public bool WantsVerbose => verbose;

    /// <inheritdoc/>
    public void WriteVerboseText(string text)
    {
        if (!verbose)
            return;
        ClearProgress();
        console.WriteError($"verbose: {DisplayText.OnOneLine(text)}");
    }

    /// <inheritdoc/>
    public void WriteWarningText(string text)
    {
        ClearProgress();
        console.WriteError($"warning: {DisplayText.OnOneLine(text)}");
    }

    /// <inheritdoc/>
    public void WriteProgressStatus(OperationProgress progressStatus)
    {
        if (!console.ShowsProgress)
            return;
        ClearProgress();
        if (progressStatus.Completed)
            return;
        string percent = progressStatus.PercentComplete >= 0 ? $" {progressStatus.PercentComplete}%" : "";
        string line = DisplayText.OnOneLine($"{progressStatus.Activity}: {progressStatus.Status}{percent}");
        progressLength = line.Length;
        console.Output.Flush();
        console.Errors.Write(line);
    }

    /// <summary>Takes the progress line away before anything else is written.</summary>
    public void ClearProgress()
    {
        if (progressLength == 0)
            return;
        console.Output.Flush();
        console.Errors.Write($"\r{new string(' ', progressLength)}\r");
        progressLength = 0;
    }
}
