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
    /// <param name="cancellationToken">Ends the command.</param>
    public abstract void Run(
        BoundCommand command, TextReader input, IPipelineSink sink, CancellationToken cancellationToken);
}

/// <summary>Runs commands of one request record.</summary>
/// <typeparam name="TRequest">The request record.</typeparam>
[SuppressMessage("Performance", "CA1812", Justification = "Made by reflection.")]
internal sealed class OperationRunner<TRequest> : OperationRunner
{
    /// <inheritdoc/>
    public override void Run(
        BoundCommand command, TextReader input, IPipelineSink sink, CancellationToken cancellationToken)
    {
        var operation = (INetOperation<TRequest>)command.Operation.CreateOperation();
        using var pump = new PipelinePump<TRequest>(operation, command.Operation.Concurrency);
        using CancellationTokenRegistration stop = cancellationToken.Register(pump.Cancel);
        if (command.Lines is null)
            pump.Submit((TRequest)command.MakeRequest(), sink);
        else
            SubmitLines(pump, command, input, sink, cancellationToken);
        pump.Complete(sink);
    }

    private static void SubmitLines(
        PipelinePump<TRequest> pump,
        BoundCommand command,
        TextReader input,
        IPipelineSink sink,
        CancellationToken cancellationToken)
    {
        // A text to send takes every line, for an empty message is a message; a list of targets has no empty one.
        bool keepEmpty = !command.Lines!.Shape.IsList;
        bool any = false;
        while (NextLine(input, pump, sink, cancellationToken) is string line)
        {
            if (line.Length == 0 && !keepEmpty)
                continue;
            any = true;
            pump.Submit((TRequest)command.MakeRequest(line), sink);
        }

        // Nothing came: an option that may be left out is left out.
        if (!any && !command.Lines.Mandatory && !cancellationToken.IsCancellationRequested)
            pump.Submit((TRequest)command.MakeRequest(), sink);
    }

    /// <summary>The next line, while results are passed on; null at the end, or where no more is wanted.</summary>
    private static string? NextLine(
        TextReader input, PipelinePump<TRequest> pump, IPipelineSink sink, CancellationToken cancellationToken)
    {
        // A read cannot be cancelled on every system: it is left behind where the command ends first.
        Task<string?> line = Task.Run(input.ReadLine, CancellationToken.None);
        while (!line.IsCompleted)
        {
            Task<bool> output = pump.WaitForOutputAsync(CancellationToken.None);
            Task.WaitAny([line, output], CancellationToken.None);
            pump.PassOn(sink);
            if (cancellationToken.IsCancellationRequested || (output.IsCompleted && !output.GetAwaiter().GetResult()))
                return null;
        }

        return cancellationToken.IsCancellationRequested ? null : line.GetAwaiter().GetResult();
    }
}
