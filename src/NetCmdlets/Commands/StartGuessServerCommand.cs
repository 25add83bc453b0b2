using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Start-GuessServer: plays the number-guess dialogue with each client.</summary>
[Cmdlet(VerbsLifecycle.Start, "GuessServer", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartGuessServerCommand : TcpServerCommand<StartGuessServerRequest>
{
    /// <summary>The least number.</summary>
    [Parameter]
    public int Minimum { get; set; } = 1;

    /// <summary>The greatest number.</summary>
    [Parameter]
    public int Maximum { get; set; } = 100;

    /// <summary>Where the numbers come from.</summary>
    [Parameter]
    public int? Seed { get; set; }

    /// <summary>How many guesses a client has; 0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxAttempts { get; set; }

    /// <inheritdoc/>
    protected override string Title => "guess server";

    /// <inheritdoc/>
    protected override INetOperation<StartGuessServerRequest> CreateOperation() => new StartGuessServerOperation();

    /// <inheritdoc/>
    protected override StartGuessServerRequest BuildTcpRequest()
        => new() { Minimum = Minimum, Maximum = Maximum, Seed = Seed, MaxAttempts = MaxAttempts };
}
