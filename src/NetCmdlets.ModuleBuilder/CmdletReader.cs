using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace NetCmdlets.ModuleBuilder;

/// <summary>
/// Reads the cmdlets of an assembly. The attributes are read as metadata, because their properties in the stub of the
/// engine's API return nothing.
/// </summary>
internal static class CmdletReader
{
    /// <summary>Every cmdlet of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletDescription> Read(Assembly assembly)
        => [.. assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && Find<CmdletAttribute>(type).Any())
            .Select(ReadCmdlet)
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private static CmdletDescription ReadCmdlet(Type type)
    {
        CustomAttributeData attribute = Find<CmdletAttribute>(type).First();
        bool shouldProcess = Named(attribute, "SupportsShouldProcess", false);
        object? instance = Activator.CreateInstance(type);
        List<ParameterDescription> parameters = [.. type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => Find<ParameterAttribute>(property).Any(IsShown))
            .Select(property => ReadParameter(property, instance))];
        if (shouldProcess)
        {
            parameters.Add(Common("WhatIf", "wi"));
            parameters.Add(Common("Confirm", "cf"));
        }

        (instance as IDisposable)?.Dispose();
        List<CustomAttributeData> outputs = [.. Find<OutputTypeAttribute>(type)];
        return new CmdletDescription(
            (string)attribute.ConstructorArguments[0].Value!,
            (string)attribute.ConstructorArguments[1].Value!,
            type,
            Named<string?>(attribute, "DefaultParameterSetName", null),
            shouldProcess,
            outputs.Count == 0 ? null : [.. outputs.SelectMany(Types).Distinct()],
            Words<AliasAttribute>(type),
            parameters);
    }

    private static ParameterDescription Common(string name, string alias) => new(
        name,
        typeof(SwitchParameter),
        [alias],
        null,
        [],
        false,
        [new ParameterMembership(CmdletDescription.AllSets, false, null, false, false, false)]);

    private static ParameterDescription ReadParameter(PropertyInfo property, object? instance)
    {
        Type element = property.PropertyType.GetElementType() ?? property.PropertyType;
        element = Nullable.GetUnderlyingType(element) ?? element;
        IReadOnlyList<string> values = Words<ValidateSetAttribute>(property);
        return new ParameterDescription(
            property.Name,
            property.PropertyType,
            Words<AliasAttribute>(property),
            Text(property.GetValue(instance)),
            values.Count == 0 && element.IsEnum ? element.GetEnumNames() : values,
            Find<SupportsWildcardsAttribute>(property).Any(),
            [.. Find<ParameterAttribute>(property).Select(ReadMembership)]);
    }

    // What the engine keeps out of syntax and completion has no place in the help either.
    private static bool IsShown(CustomAttributeData attribute) => !Named(attribute, "DontShow", false);

    private static ParameterMembership ReadMembership(CustomAttributeData attribute)
    {
        int position = Named(attribute, "Position", int.MinValue);
        return new ParameterMembership(
            Named(attribute, "ParameterSetName", CmdletDescription.AllSets),
            Named(attribute, "Mandatory", false),
            position == int.MinValue ? null : position,
            Named(attribute, "ValueFromPipeline", false),
            Named(attribute, "ValueFromPipelineByPropertyName", false),
            Named(attribute, "ValueFromRemainingArguments", false));
    }

    private static string? Text(object? value) => value switch
    {
        null or SwitchParameter or false or "" => null,
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Text)) is { Length: > 0 } text ? text : null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static IEnumerable<Type> Types(CustomAttributeData output)
    {
        foreach (CustomAttributeTypedArgument argument in output.ConstructorArguments)
        {
            if (argument.Value is Type single)
                yield return single;
            else if (argument.Value is IEnumerable<CustomAttributeTypedArgument> several)
            {
                foreach (CustomAttributeTypedArgument item in several)
                {
                    if (item.Value is Type type)
                        yield return type;
                }
            }
        }
    }

    private static IReadOnlyList<string> Words<TAttribute>(MemberInfo member)
        => [.. Find<TAttribute>(member)
            .SelectMany(attribute => attribute.ConstructorArguments)
            .Select(argument => argument.Value)
            .OfType<IEnumerable<CustomAttributeTypedArgument>>()
            .SelectMany(words => words)
            .Select(word => (string)word.Value!)];

    private static IEnumerable<CustomAttributeData> Find<TAttribute>(MemberInfo member)
        => member.GetCustomAttributesData().Where(data => data.AttributeType == typeof(TAttribute));

    private static T Named<T>(CustomAttributeData attribute, string name, T absent)
    {
        foreach (CustomAttributeNamedArgument argument in attribute.NamedArguments)
        {
            if (argument.MemberName == name)
                return (T)argument.TypedValue.Value!;
        }

        return absent;
    }
}
