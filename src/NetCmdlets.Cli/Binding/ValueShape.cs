using System.Collections;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Cli.Binding;

/// <summary>How a property's values are written: one or a list, and of which type.</summary>
/// <param name="Item">The type of one value, without null.</param>
/// <param name="IsList">Whether there may be many, with commas between.</param>
internal sealed record ValueShape(Type Item, bool IsList)
{
    /// <summary>The shape of a property's type; null where it cannot be written on a command line.</summary>
    public static ValueShape? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ValueParser.CanParse(type))
            return new ValueShape(type, false);
        Type? element = type.IsArray
            ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() is Type list
                && (list == typeof(IReadOnlyList<>) || list == typeof(IReadOnlyCollection<>)
                    || list == typeof(IEnumerable<>) || list == typeof(IList<>))
                ? type.GetGenericArguments()[0]
                : null;
        return element is not null && ValueParser.CanParse(element) ? new ValueShape(element, true) : null;
    }

    /// <summary>An array of the item's type.</summary>
    public object MakeList(IEnumerable<object> values)
    {
        object[] read = [.. values];
        var array = Array.CreateInstance(Item, read.Length);
        ((ICollection)read).CopyTo(array, 0);
        return array;
    }

    /// <summary>What to write in the place of a value, for help.</summary>
    public string Placeholder()
    {
        string one = Item == typeof(TimeSpan) ? "seconds"
            : Item == typeof(string) ? "text"
            : Item == typeof(byte[]) ? "hex|@file"
            : Item == typeof(DialogueScriptStep) ? "Send=text;Expect=wildcard"
            : Item == typeof(AccessToken) ? "text|@file|env:name"
            : Item == typeof(CertificateSource) ? "file"
            : Item.IsEnum ? string.Join('|', Enum.GetNames(Item))
            : Item == typeof(double) ? "number"
            : Item.IsPrimitive ? "integer"
            : Item.Name;
        return IsList ? $"<{one}[,…]>" : $"<{one}>";
    }
}
