using System.Reflection;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Binding;

/// <summary>One option of a command: a property of the request record, or one member of a choice of switches.</summary>
internal sealed class OptionDescriptor
{
    private readonly PropertyInfo property;
    private readonly RequestOptionAttribute attribute;
    private readonly object? switchValue;

    private OptionDescriptor(PropertyInfo property, string name, ValueShape shape, object? switchValue)
    {
        this.property = property;
        this.switchValue = switchValue;
        attribute = property.GetCustomAttribute<RequestOptionAttribute>() ?? new RequestOptionAttribute();
        Name = name;
        Shape = shape;
        Aliases = switchValue is null ? attribute.Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        Unless = attribute.Unless.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The option's name, without the dash.</summary>
    public string Name { get; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>Options that stand in for this one.</summary>
    public IReadOnlyList<string> Unless { get; }

    /// <summary>The place among arguments without a name; -1 for none.</summary>
    public int Position => switchValue is null ? attribute.Position : -1;

    /// <summary>Whether lines of standard input are bound to it.</summary>
    public bool Pipeline => attribute.Pipeline;

    /// <summary>Whether it must be given.</summary>
    public bool Mandatory => attribute.Mandatory;

    /// <summary>How its values are written.</summary>
    public ValueShape Shape { get; }

    /// <summary>Whether it is a switch, which takes no value of its own.</summary>
    public bool IsSwitch => switchValue is not null || Shape.Item == typeof(bool);

    /// <summary>The property's name: the same for all switches of one choice, which exclude each other.</summary>
    public string Target => property.Name;

    /// <summary>The options of a property: none where its values cannot be written on a command line.</summary>
    public static IEnumerable<OptionDescriptor> Of(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum && type.GetCustomAttribute<SwitchChoiceAttribute>() is not null)
        {
            foreach (string member in Enum.GetNames(type).Skip(1))
                yield return new(property, member, new ValueShape(typeof(bool), false), Enum.Parse(type, member));
        }
        else if (ValueShape.Of(property.PropertyType) is ValueShape shape)
        {
            string? name = property.GetCustomAttribute<RequestOptionAttribute>()?.Name;
            yield return new(property, name ?? property.Name, shape, null);
        }
    }

    /// <summary>Reads the values that were written.</summary>
    /// <exception cref="UsageException">A value cannot be read, or is out of its range.</exception>
    public object? Read(IReadOnlyList<string> texts)
    {
        if (switchValue is not null)
            return ValueParser.Parse(typeof(bool), texts[0], Name) is true ? switchValue : null;
        object value = Shape.IsList
            ? Shape.MakeList(texts.Select(ReadOne))
            : ReadOne(texts.Count == 1 ? texts[0] : string.Join(',', texts));
        return value;
    }

    /// <summary>Puts a value into a request.</summary>
    public void Apply(object request, object value) => property.SetValue(request, value);

    private object ReadOne(string text)
    {
        object value = ValueParser.Parse(Shape.Item, text, Name);
        double? number = value switch
        {
            TimeSpan span => span.TotalSeconds,
            int or long or double or ushort or byte or short or uint => Convert.ToDouble(value, null),
            _ => null,
        };
        // What is not a number is in no range; a limit that is none holds for all.
        bool isTooLow = number < attribute.Minimum || (number is double.NaN && !double.IsNaN(attribute.Minimum));
        if (isTooLow || number > attribute.Maximum)
            throw new UsageException($"-{Name} cannot be {text}: give {RangeText()}.");
        return value;
    }

    private string RangeText() => attribute.Minimum == double.Epsilon && double.IsNaN(attribute.Maximum)
        ? "a number above 0"
        : RangeOfNumbers();

    private string RangeOfNumbers() => (double.IsNaN(attribute.Minimum), double.IsNaN(attribute.Maximum)) switch
    {
        (false, false) => FormattableString.Invariant($"{attribute.Minimum:0.###} to {attribute.Maximum:0.###}"),
        (false, true) => FormattableString.Invariant($"{attribute.Minimum:0.###} or more"),
        _ => FormattableString.Invariant($"{attribute.Maximum:0.###} or less"),
    };
}
