using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetCmdlets.Cli.Output;

/// <summary>
/// One JSON value a line, so that a reader sees each result as it comes. Times are seconds, bytes are base64, counts
/// of any size are numbers, addresses and enumerations are texts, what is absent is null.
/// </summary>
internal sealed class JsonLineWriter(TextWriter output, Type? declared) : IResultWriter
{
    private const int MaximumDepth = 4;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <inheritdoc/>
    public void Write(object result)
    {
        // A result type of its own for each kind of DNS record tells more than the output type that they share.
        Type? type = result.GetType().Namespace == nameof(NetCmdlets) ? result.GetType() : declared;
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Options))
            WriteValue(json, result, type, 0);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, Type? type, int depth)
    {
        value = ResultShape.Presented(value);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case TimeSpan time:
                json.WriteNumberValue(time.TotalSeconds);
                break;
            case DateTimeOffset at:
                json.WriteStringValue(at);
                break;
            case DateTime at:
                json.WriteStringValue(at);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case BigInteger number:
                json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsFinite(number):
                json.WriteNullValue();
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable many when !ResultShape.IsSimple(value):
                json.WriteStartArray();
                foreach (object? item in many)
                    WriteValue(json, item, null, depth + 1);
                json.WriteEndArray();
                break;
            default:
                if (depth < MaximumDepth && (depth == 0 ? !ResultShape.IsSimple(value) : ResultShape.IsRecord(value)))
                    WriteObject(json, value, ResultShape.TypeOf(value, type), depth);
                else
                    json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, object value, Type type, int depth)
    {
        json.WriteStartObject();
        foreach (System.Reflection.PropertyInfo property in ResultShape.PropertiesOf(type))
        {
            json.WritePropertyName(property.Name);
            WriteValue(json, property.GetValue(value), null, depth + 1);
        }

        json.WriteEndObject();
    }
}
