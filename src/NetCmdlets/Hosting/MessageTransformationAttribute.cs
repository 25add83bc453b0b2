using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>
/// Keeps what says where to send from being sent: a text parameter of the pipeline takes every object as its text, so a
/// piped server or session would be a message to itself.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class MessageTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] TargetProperties = ["ComputerName", "Port", "SocketPath"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null || !IsTarget(PSObject.AsPSObject(inputData)))
            return inputData;
        string problem = $"'{inputData}' says where to send, and is no message. Give the text with -Message.";
        // An invalid cast is what lets the engine try the other parameters of the pipeline.
        throw new ArgumentTransformationMetadataException(problem, new PSInvalidCastException(problem));
    }

    private static bool IsTarget(PSObject value)
        => value.BaseObject is NetServer or TcpSession || TargetProperties.Any(name => value.Properties[name] is not null);
}
