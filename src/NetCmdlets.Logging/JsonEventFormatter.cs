using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace NetCmdlets.Logging;

/// <summary>
/// One JSON object a line in the compact log event format: @t, @mt, @l (left out for Information), the fields, @x.
/// </summary>
internal sealed class JsonEventFormatter : ITextFormatter
{
    private static readonly string[] Fields =
    [
        EventFields.Source, EventFields.Event, EventFields.RemoteEndPoint, EventFields.ConnectionId,
        EventFields.Bytes, EventFields.Reason,
    ];

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ArgumentNullException.ThrowIfNull(output);
        output.Write("{\"@t\":\"");
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Write("\",\"@mt\":");
        JsonValueFormatter.WriteQuotedJsonString(EventFields.Template, output);
        if (logEvent.Level != LogEventLevel.Information)
        {
            output.Write(",\"@l\":");
            JsonValueFormatter.WriteQuotedJsonString(logEvent.Level.ToString(), output);
        }

        foreach (string field in Fields)
        {
            if (EventFields.ValueOf(logEvent, field) is not object value)
                continue;
            output.Write(",\"");
            output.Write(field);
            output.Write("\":");
            if (value is long number)
                output.Write(number.ToString(CultureInfo.InvariantCulture));
            else
                JsonValueFormatter.WriteQuotedJsonString(value.ToString() ?? "", output);
        }

        if (logEvent.Exception is not null)
        {
            output.Write(",\"@x\":");
            JsonValueFormatter.WriteQuotedJsonString(logEvent.Exception.ToString(), output);
        }

        output.Write("}\n");
    }
}
