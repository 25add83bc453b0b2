using System.Runtime.CompilerServices;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Guess;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Starts a number-guess server and emits it, bound.</summary>
[NetOperation("Start-GuessServer", typeof(StartGuessServerRequest), Output = typeof(NetServer))]
public sealed class StartGuessServerOperation : INetOperation<StartGuessServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartGuessServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        var game = new GuessHandler(request.Minimum, request.Maximum, request.MaxAttempts, request.Seed);
        var service = new TcpMessageService(new StartTcpServerRequest
        {
            Framing = FramingKind.Line,
            Greeting = game.Greeting,
            Handler = game,
            CloseOn = ["quit"],
            CloseReply = "Goodbye.",
            MaxMessageBytes = request.MaxMessageBytes,
        });
        yield return PipelineItem.Result(TcpServer.Start("Guess", request, service));
    }
}
