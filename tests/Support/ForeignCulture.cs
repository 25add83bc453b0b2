using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetCmdlets.Tests;

/// <summary>
/// Tests run in a culture that writes numbers and times as no test expects them: a message or a file that forgets to say
/// whose culture it means fails here, and not at a user's.
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    internal static void Use()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = culture;
    }
}
