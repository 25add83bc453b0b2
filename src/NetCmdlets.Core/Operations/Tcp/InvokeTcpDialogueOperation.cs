using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Plays a script of sends and expectations with each host, and emits each step as it is done.</summary>
[NetOperation("Invoke-TcpDialogue", typeof(InvokeTcpDialogueRequest), Output = typeof(DialogueStep), IsTest = true)]
public sealed class InvokeTcpDialogueOperation : INetOperation<InvokeTcpDialogueRequest>
{
    private readonly TimeProvider time;

    /// <summary>Makes the operation.</summary>
    /// <param name="time">The clock of the steps' limits; null is the system's.</param>
    public InvokeTcpDialogueOperation(TimeProvider? time = null) => this.time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        InvokeTcpDialogueRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MessageText encoding = MessageText.Named(request.Encoding);
        IMessageFraming framing = request.CreateFraming(encoding);
        DialogueScript script = DialogueScript.Of(request, encoding);
        IReadOnlyList<string> targets = TcpClients.TargetsOf(request);
        TcpDialer dialer = TcpClients.DialerOf(request);
        foreach (string target in targets)
        {
            DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
            if (dialed.Failure is not null)
            {
                yield return PipelineItem.Failure(dialed.Failure);
                continue;
            }

            var dialogue = new TcpDialogue(dialed.Transport!, framing, encoding, request, target, time);
            await using (dialogue.ConfigureAwait(false))
            {
                foreach (DialogueScript.Entry entry in script.Steps)
                {
                    DialogueStep step = await dialogue.PlayAsync(entry, cancellationToken).ConfigureAwait(false);
                    if (request.Token is not null && dialogue.ClosedWithoutAByte)
                    {
                        NetFailure refused = ClientUpgrades.TokenRefused(dialogue.RemoteEndPoint, target);
                        yield return PipelineItem.Failure(refused);
                        break;
                    }

                    yield return PipelineItem.Result(step);
                    if (step.Passed == false && !request.ContinueOnFailure)
                        break;
                }
            }
        }
    }
}
