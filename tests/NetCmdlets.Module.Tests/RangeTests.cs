using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using NetCmdlets.Hosting;
using NetCmdlets.ModuleBuilder;
using NetCmdlets.Pipeline;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>
/// What a cmdlet refuses when it binds a number, the command-line program must refuse, too: it knows the ranges by the
/// request record, the cmdlet by its parameters.
/// </summary>
public sealed class RangeTests
{
    private static readonly Dictionary<string, Type> Requests = typeof(NetOperationAttribute).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<NetOperationAttribute>())
        .OfType<NetOperationAttribute>()
        .ToDictionary(operation => operation.Command, operation => operation.Request);

    public static TheoryData<string> Commands =>
        [.. Repository.Cmdlets.Select(cmdlet => cmdlet.Name).Where(Requests.ContainsKey)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_command_line_has_the_ranges_of_the_cmdlet(string name)
    {
        Type cmdlet = Repository.Cmdlets.Single(each => each.Name == name).Type;
        IEnumerable<string> differences =
            from property in Requests[name].GetProperties()
            let option = property.GetCustomAttribute<RequestOptionAttribute>()
            let parameter = cmdlet.GetProperty(option?.Name ?? property.Name)
            where parameter is not null && RangeOf(parameter) is not null
            let wanted = RangeOf(parameter)!.Value
            let told = (Minimum: option?.Minimum ?? double.NaN, Maximum: option?.Maximum ?? double.NaN)
            where !told.Minimum.Equals(wanted.Minimum) || !told.Maximum.Equals(wanted.Maximum)
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{parameter.Name}: {told.Minimum} to {told.Maximum}, and not {wanted.Minimum} to {wanted.Maximum}");
        Assert.Equal([], differences);
    }

    // The program's ranges are of what can be written: the least time is a millisecond, and no number ends at its type's.
    private static (double Minimum, double Maximum)? RangeOf(PropertyInfo parameter)
    {
        if (parameter.GetCustomAttribute<ValidateSecondsAttribute>() is { } seconds)
            return (seconds.AllowZero ? 0 : 0.001, Math.Floor(ValidateSecondsAttribute.MaximumSeconds));
        // By the metadata: the attribute of the reference library is a stub, which forgets what it is given.
        if (parameter.GetCustomAttributesData().FirstOrDefault(
            data => data.AttributeType == typeof(ValidateRangeAttribute)) is not { ConstructorArguments: [var least, var greatest] })
        {
            return null;
        }

        double most = Convert.ToDouble(greatest.Value, CultureInfo.InvariantCulture);
        return (
            Convert.ToDouble(least.Value, CultureInfo.InvariantCulture),
            most is int.MaxValue or long.MaxValue or double.MaxValue ? double.NaN : most);
    }
}
