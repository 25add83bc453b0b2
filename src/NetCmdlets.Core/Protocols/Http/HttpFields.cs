using System.Collections;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Http;

/// <summary>A header field: its name, whatever the case, and its value without the space around it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, each byte a character (ISO 8859-1).</param>
public readonly record struct HttpField(string Name, string Value);

/// <summary>The header fields of a message, in their order (RFC 9110, section 5).</summary>
public sealed class HttpFields : IReadOnlyList<HttpField>
{
    private readonly List<HttpField> fields = [];

    /// <inheritdoc/>
    public int Count => fields.Count;

    /// <inheritdoc/>
    public HttpField this[int index] => fields[index];

    /// <summary>The value of a name; of several, all with ', ' between them (section 5.3); null for none.</summary>
    public string? this[string name]
    {
        get
        {
            string? value = null;
            foreach (HttpField field in fields)
            {
                if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    value = value is null ? field.Value : $"{value}, {field.Value}";
            }

            return value;
        }
    }

    /// <summary>How many fields have a name.</summary>
    public int CountOf(string name)
    {
        int count = 0;
        foreach (HttpField field in fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                count++;
        }

        return count;
    }

    /// <summary>Whether a comma-separated field has an element, whatever the case.</summary>
    public bool HasElement(string name, string element)
    {
        foreach (HttpField field in fields)
        {
            if (!field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (string part in field.Value.Split(','))
            {
                if (part.AsSpan().Trim(" \t").Equals(element, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Adds a field that is known to be in order.</summary>
    public void Add(string name, string value) => fields.Add(new HttpField(name, value));

    /// <summary>Adds a field of somebody else's making.</summary>
    /// <exception cref="NetException">Name or value hold what a field cannot (InvalidRequest): a line end.</exception>
    public void AddChecked(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Any(static c => c > 0x7E) || !HttpCharacters.IsToken(Encoding.Latin1.GetBytes(name)))
        {
            throw new NetException(
                FailureKind.InvalidRequest, "A header field's name has a character that none can have.");
        }

        if (value.Any(static c => c > 0xFF) || !HttpCharacters.IsFieldValue(Encoding.Latin1.GetBytes(value)))
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"The value of the header field {name} has a character that none can have.",
                name);
        }

        Add(name, value.Trim(' ', '\t'));
    }

    /// <inheritdoc/>
    public IEnumerator<HttpField> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
