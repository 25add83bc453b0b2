using System.Management.Automation;
using System.Text;

namespace NetCmdlets.Hosting;

/// <summary>Lets -Encoding take an encoding itself, as the engine's own cmdlets do.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is Encoding encoding
            ? encoding.WebName
            : inputData;
}
