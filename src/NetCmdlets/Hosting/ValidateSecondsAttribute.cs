using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>Refuses, at binding, a number of seconds that is zero, negative, not a number, or over 24 days.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateSecondsAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>The longest time that a timer takes: 2^31 - 2 ms.</summary>
    public const double MaximumSeconds = 2_147_483.646;

    /// <summary>Whether zero is allowed, with the meaning 'none'.</summary>
    public bool AllowZero { get; init; }

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        double seconds = LanguagePrimitives.ConvertTo<double>(element);
        if (double.IsNaN(seconds) || seconds > MaximumSeconds || seconds < 0 || (seconds == 0 && !AllowZero))
        {
            throw new ValidationMetadataException(AllowZero
                ? $"Give seconds from 0 (none) to {MaximumSeconds:0}; fractions are allowed."
                : $"Give seconds above 0, to {MaximumSeconds:0}; fractions are allowed.");
        }
    }
}
