using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Hosting;

/// <summary>The base of every cmdlet: failures become error records with stable ids, and items go to their streams.</summary>
public abstract class NetCmdlet : PSCmdlet, IPipelineSink
{
    /// <summary>Whether -Verbose, or the preference of the session, asks for verbose lines.</summary>
    public bool WantsVerbose => MyInvocation.BoundParameters.TryGetValue("Verbose", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.TryConvertTo(GetVariableValue("VerbosePreference"), out ActionPreference preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <inheritdoc/>
    public virtual void WriteResult(object result) => WriteObject(result);

    /// <inheritdoc/>
    public void WriteFailure(NetFailure failure) => WriteError(FailureMapper.ToErrorRecord(failure));

    /// <inheritdoc/>
    public void WriteVerboseText(string text) => WriteVerbose(text);

    /// <inheritdoc/>
    public void WriteWarningText(string text) => WriteWarning(text);

    /// <inheritdoc/>
    public void WriteProgressStatus(OperationProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        int id = progress.Activity.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
        WriteProgress(new ProgressRecord(id, progress.Activity, progress.Status)
        {
            PercentComplete = progress.PercentComplete,
            RecordType = progress.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    /// <summary>The full path of a file that need not exist, relative to the session's location.</summary>
    /// <exception cref="NetException">It is not in the file system (FileFailed).</exception>
    protected string ResolveFilePath(string path)
    {
        try
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name == "FileSystem")
                return full;
            throw new NetException(
                FailureKind.FileFailed, $"'{path}' is in the provider {provider.Name}. Give a path of a file.", path);
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException
            or PSArgumentException or NotSupportedException)
        {
            throw new NetException(
                FailureKind.FileFailed, $"'{path}' is not the path of a file: {error.Message}", path, error);
        }
    }

    /// <summary>Ends the cmdlet with a failure of its configuration.</summary>
    protected void ThrowFailure(NetFailure failure) => ThrowTerminatingError(FailureMapper.ToErrorRecord(failure));

    /// <summary>Runs a part of the cmdlet; a failure of its configuration ends the cmdlet.</summary>
    protected void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (NetException error)
        {
            ThrowFailure(error.Failure);
        }
    }
}
