using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace NetCmdlets.Hosting;

/// <summary>
/// Runs a user's script blocks in runspaces of a server's own: the session that started the server stays free, and
/// several run at once.
/// </summary>
internal sealed class ScriptRunner : IAsyncDisposable
{
    /// <summary>How long a stop waits for a script; one in a call that no stop reaches is left behind.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(0.5);

    private readonly HandlerRunspaces runspaces;
    private readonly ScriptBlock[] scripts;
    private readonly string[] wrappers;
    private int leftBehind;

    /// <summary>Opens the runspaces.</summary>
    /// <param name="scripts">The scripts; what they take with <c>$using:</c>, or closed over, is read now.</param>
    /// <param name="context">The name of the variable, beside <c>$_</c>, that the scripts know their caller by.</param>
    /// <param name="session">The session that the <c>$using:</c> variables are of.</param>
    /// <param name="limit">How many run at once, from 1.</param>
    public ScriptRunner(IEnumerable<ScriptBlock> scripts, string context, SessionState session, int limit)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        InitialSessionState state = InitialSessionState.CreateDefault();
        state.Commands.Add(ModuleCmdlets.Entries());
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        this.scripts = [.. scripts.Select(Take)];
        wrappers = [.. this.scripts.Select(script => Wrap(script, context))];
        foreach ((string name, object? value) in values)
            state.Variables.Add(new SessionStateVariableEntry(name, value, "Taken along by a server's handler."));
        runspaces = new HandlerRunspaces(state, limit);

        ScriptBlock Take(ScriptBlock script)
        {
            foreach ((string name, object? value) in ClosureVariables.Of(script))
                values[name] = value;
            var taken = UsingVariables.Take(script, session);
            foreach ((string name, object? value) in taken.Values)
                values[name] = value;
            return ScriptBlock.Create(taken.Script);
        }
    }

    /// <summary>How many scripts the stop could not end.</summary>
    public int LeftBehind => Volatile.Read(ref leftBehind);

    /// <summary>Runs a script for one message.</summary>
    /// <param name="script">Which of the scripts, from 0.</param>
    /// <param name="message">What the script sees as <c>$_</c>.</param>
    /// <param name="caller">What it sees as the variable of the context's name.</param>
    /// <param name="cancellationToken">Stops the script.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<ScriptResult> RunAsync(
        int script, object message, object caller, CancellationToken cancellationToken)
    {
        PowerShell shell = PowerShell.Create();
        shell.AddScript(wrappers[script]).AddArgument(message).AddArgument(caller).AddArgument(scripts[script]);
        return InvokeAsync(shell, cancellationToken);
    }

    /// <summary>Runs what a shell holds, in one of the runspaces, and disposes the shell.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ScriptResult> InvokeAsync(PowerShell shell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shell);
        HandlerCall call = runspaces.Invoke(shell);
        if (!await EndsAsync(shell, call, cancellationToken).ConfigureAwait(false))
            return Abandon(shell, call);
        using (shell)
            return await ResultOfAsync(shell, call, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => runspaces.DisposeAsync();

    // ForEach-Object gives a plain script its $_; one with begin or process is a function of the pipeline. Both see the
    // context one scope up.
    private static string Wrap(ScriptBlock script, string context)
    {
        bool isPlain = script.Ast is ScriptBlockAst { BeginBlock: null, ProcessBlock: null };
        return $"param($Message, ${context}, $Handler) ,$Message | "
            + (isPlain ? "ForEach-Object -Process $Handler" : "& $Handler");
    }

    private static async Task<ScriptResult> ResultOfAsync(
        PowerShell shell, HandlerCall call, CancellationToken cancellationToken)
    {
        try
        {
            var output = new PSDataCollection<PSObject>(await call.Completion.ConfigureAwait(false));
            return shell.Streams.Error.Count == 0
                ? new ScriptResult(output)
                : new ScriptResult(output, Told(shell.Streams.Error[0]), shell.Streams.Error[0].Exception);
        }
        catch (PipelineStoppedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ScriptResult([], "The handler was stopped.");
        }
        catch (RuntimeException error)
        {
            return new ScriptResult([], Told(error.ErrorRecord), error);
        }
    }

    // With its place in a script of several lines.
    private static string Told(ErrorRecord error)
        => error.InvocationInfo is { ScriptLineNumber: > 1 } place && place.Line.Trim() is { Length: > 0 } line
            ? $"{error} (line {place.ScriptLineNumber}: {line})"
            : $"{error}";

    /// <summary>Whether the script ended, by itself or at the stop.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before it began.</exception>
    private static async Task<bool> EndsAsync(PowerShell shell, HandlerCall call, CancellationToken cancellationToken)
    {
        await ((Task)call.Completion).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.Completion.IsCompleted)
            return true;
        if (call.TryClaim())
        {
            shell.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }

        return await call.StopAsync(StopLimit).ConfigureAwait(false);
    }

    // The script is in a call that no stop reaches. It keeps its thread until the call returns, and nobody waits.
    private ScriptResult Abandon(PowerShell shell, HandlerCall call)
    {
        Interlocked.Increment(ref leftBehind);
        _ = call.Completion.ContinueWith(
            static (ended, state) =>
            {
                _ = ended.Exception;
                ((PowerShell)state!).Dispose();
            },
            shell,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
        return new ScriptResult([], "The handler did not end when it was stopped, and is left behind.");
    }
}

/// <summary>What a script came to.</summary>
/// <param name="Output">What it emitted.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="Cause">The exception behind the error, where there was one.</param>
internal sealed record ScriptResult(PSDataCollection<PSObject> Output, string? Error = null, Exception? Cause = null);
