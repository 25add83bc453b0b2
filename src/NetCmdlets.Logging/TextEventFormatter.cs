using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace NetCmdlets.Logging;

/// <summary>One line an event: the time, the level, what it is of, what happened, and the fields it has.</summary>
internal sealed class TextEventFormatter : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.ffffff zzz", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(ShortName(logEvent.Level));
        WriteValue(logEvent, EventFields.Source, " ", output);
        WriteValue(logEvent, EventFields.Event, " ", output);
        WriteValue(logEvent, EventFields.RemoteEndPoint, " ", output);
        WriteValue(logEvent, EventFields.ConnectionId, " connection=", output);
        WriteValue(logEvent, EventFields.Bytes, " bytes=", output);
        WriteValue(logEvent, EventFields.Reason, " - ", output);
        if (logEvent.Exception is not null)
        {
            // The stack is many lines long; the JSON form has it.
            WriteOnOneLine($" ({logEvent.Exception.GetType().Name}: {logEvent.Exception.Message})", output);
        }

        output.Write('\n');
    }

    private static string ShortName(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        _ => "ERR",
    };

    private static void WriteValue(LogEvent logEvent, string field, string lead, TextWriter output)
    {
        if (EventFields.ValueOf(logEvent, field) is not object value)
            return;
        output.Write(lead);
        WriteOnOneLine(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", output);
    }

    /// <summary>Text that a peer may have had a hand in must not begin a line that looks like an event.</summary>
    private static void WriteOnOneLine(string text, TextWriter output)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                output.Write($"\\u{(int)c:x4}");
            else
                output.Write(c);
        }
    }
}
