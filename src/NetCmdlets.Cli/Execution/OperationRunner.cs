using System.Diagnostics.CodeAnalysis;
using NetCmdlets.Cli.Binding;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Execution;

/// <summary>Runs a bound command: a request for each line of standard input, or one.</summary>
internal abstract class OperationRunner
{
    /// <summary>The runner for a command.</summary>
    public static OperationRunner For(OperationDescriptor operation) => (OperationRunner)Activator.CreateInstance(
        typeof(OperationRunner<>).MakeGenericType(operation.Request))!;

    /// <summary>Runs the command to its end, or until it is cancelled.</summary>
    /// <param name="command">The command with its arguments.</param>
    /// <param name="input">Standard input, where lines are bound.</param>
    /// <param name="sink">Where results and failures go.</param>
    /// <param name="flush">Called before each wait, so that what came is seen.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public abstract void Run(
        BoundCommand command, TextReader input, IPipelineSink sink, Action flush, CancellationToken cancellationToken);
}

/// <summary>Runs commands of one request record.</summary>
/// <typeparam name="TRequest">The request record.</typeparam>
[SuppressMessage("Performance", "CA1812", Justification = "Made by reflection.")]
internal sealed class OperationRunner<TRequest> : OperationRunner
{
    /// <inheritdoc/>
    public override void Run(
        BoundCommand command, TextReader input, IPipelineSink sink, Action flush, CancellationToken cancellationToken)
    {
        var operation = (INetOperation<TRequest>)command.Operation.CreateOperation();
        if (operation is SynchronousOperation<TRequest> computation)
            Compute(computation, command, input, sink, flush, cancellationToken);
        else
            Pump(operation, command, input, sink, flush, cancellationToken);
    }

    private static void Pump(
        INetOperation<TRequest> operation,
        BoundCommand command,
        TextReader input,
        IPipelineSink sink,
        Action flush,
        CancellationToken cancellationToken)
    {
        using var pump = new PipelinePump<TRequest>(
            operation, command.Operation.Concurrency, verbose: sink.WantsVerbose);
        using CancellationTokenRegistration stop = cancellationToken.Register(pump.Cancel);
        foreach (TRequest request in Requests(command, input, line => WaitForLine(line, pump, sink, flush)))
            pump.Submit(request, sink);
        pump.EndRequests();
        while (WaitForOutput(pump, flush))
            pump.PassOn(sink);
        pump.Complete(sink);
    }

    /// <summary>What only computes has no wait of its own: no thread but this one is needed.</summary>
    private static void Compute(
        SynchronousOperation<TRequest> operation,
        BoundCommand command,
        TextReader input,
        IPipelineSink sink,
        Action flush,
        CancellationToken cancellationToken)
    {
        foreach (TRequest request in Requests(command, input, WaitForLine))
            PassOn(operation.Run(request));
        PassOn(operation.Complete());

        bool WaitForLine(Task<bool> line)
        {
            flush();
            try
            {
                Task.WaitAny([line], cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Told by the token.
            }

            return !cancellationToken.IsCancellationRequested;
        }

        void PassOn(IEnumerable<PipelineItem> items)
        {
            foreach (PipelineItem item in items)
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                item.WriteTo(sink);
            }
        }
    }

    /// <summary>One request for each line, or the one request of a command that takes no lines.</summary>
    /// <param name="command">The command.</param>
    /// <param name="input">Where lines come from.</param>
    /// <param name="wait">Waits until it is known whether there is a line; false where none is wanted any more.</param>
    private static IEnumerable<TRequest> Requests(BoundCommand command, TextReader input, Func<Task<bool>, bool> wait)
    {
        if (command.Lines is null)
        {
            yield return (TRequest)command.MakeRequest();
            yield break;
        }

        // A text to send takes every line, for an empty message is a message; a list of targets has no empty one.
        bool keepEmpty = !command.Lines.Shape.IsList;
        bool any = false;
        var lines = new LineReader(input);
        for (Task<bool> more = lines.WaitAsync(); ; more = lines.WaitAsync())
        {
            if (!more.IsCompleted && !wait(more))
                yield break;
            if (!more.GetAwaiter().GetResult())
                break;
            while (lines.TryRead() is string line)
            {
                if (line.Length == 0 && !keepEmpty)
                    continue;
                any = true;
                yield return (TRequest)command.MakeRequest(line);
            }
        }

        // Nothing came: an option that may be left out is left out.
        if (!any && !command.Lines.Mandatory)
            yield return (TRequest)command.MakeRequest();
    }

    /// <summary>Passes on results until a line, or the end of lines, is there; false where the operation has ended.</summary>
    private static bool WaitForLine(Task<bool> line, PipelinePump<TRequest> pump, IPipelineSink sink, Action flush)
    {
        while (!line.IsCompleted)
        {
            pump.PassOn(sink);
            Task<bool> output = pump.WaitForOutputAsync();
            if (!output.IsCompleted)
                flush();
            Task.WaitAny(line, output);
            if (output.IsCompleted && !output.GetAwaiter().GetResult())
                return false;
        }

        return true;
    }

    private static bool WaitForOutput(PipelinePump<TRequest> pump, Action flush)
    {
        Task<bool> output = pump.WaitForOutputAsync();
        if (!output.IsCompleted)
            flush();
        return output.GetAwaiter().GetResult();
    }
}
