using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>
/// Refuses, at binding, a port that is not from 1 to 65535. Null passes: a piped server without a port has a socket
/// path.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidatePortAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not null && LanguagePrimitives.ConvertTo<int>(arguments) is < 1 or > 65535)
            throw new ValidationMetadataException($"{arguments} is not a port. Give a number from 1 to 65535.");
    }
}
