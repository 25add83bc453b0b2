using System.Globalization;
using System.Management.Automation;
using NetCmdlets.Addressing;

namespace NetCmdlets.Hosting;

/// <summary>Lets a parameter that is one port take the name of a service ('http'), too.</summary>
/// <param name="protocol">Whose services are meant.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PortTransformationAttribute(TransportProtocol protocol) : ArgumentTransformationAttribute
{
    /// <summary>Whose services are meant.</summary>
    public TransportProtocol Protocol { get; } = protocol;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // Numbers, and what a number can be made of, are for the engine and for the check of the range.
        if (value is not string text
            || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || string.IsNullOrWhiteSpace(text))
        {
            return inputData;
        }

        return ServiceTable.PortOf(text.Trim(), Protocol)
            ?? throw new ArgumentTransformationMetadataException(
                $"'{text}' is not a port: no {Protocol.ToString().ToUpperInvariant()} service has that name. "
                + "Give a number from 1 to 65535, or the name of a service such as 'http'.");
    }
}
