using System.Collections;
using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>Refuses, at binding, that there is no port: a server on a Unix domain socket has none to probe.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidatePortsAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null || (arguments is IEnumerable ports && !ports.Cast<object?>().Any(port => port is not null)))
        {
            throw new ValidationMetadataException(
                "There is no port. Give ports as 80, '20-25' or 'http'; a server on a Unix domain socket has none.");
        }
    }
}
