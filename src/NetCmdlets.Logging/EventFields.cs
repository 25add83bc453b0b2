using NetCmdlets.Diagnostics;
using Serilog.Events;
using Serilog.Parsing;

namespace NetCmdlets.Logging;

/// <summary>The fields that an event carries, and nothing else: no payload and no secret has a place here.</summary>
internal static class EventFields
{
    /// <summary>The template of every event's message.</summary>
    public const string Template = "{Source} {Event}";

    /// <summary>What the event is of.</summary>
    public const string Source = "Source";

    /// <summary>What happened.</summary>
    public const string Event = "Event";

    /// <summary>The peer.</summary>
    public const string RemoteEndPoint = "RemoteEndPoint";

    /// <summary>The connection's number on its server.</summary>
    public const string ConnectionId = "ConnectionId";

    /// <summary>How many bytes it concerns.</summary>
    public const string Bytes = "Bytes";

    /// <summary>Why.</summary>
    public const string Reason = "Reason";

    private static readonly MessageTemplate Message = new MessageTemplateParser().Parse(Template);

    /// <summary>Serilog's event for one of the core's; what the core left out has no property.</summary>
    public static LogEvent ToLogEvent(in NetLogEvent entry, LogEventLevel level, DateTimeOffset time)
    {
        var properties = new List<LogEventProperty>(6)
        {
            new(Source, new ScalarValue(entry.Source)),
            new(Event, new ScalarValue(entry.Event)),
        };
        // The end point is made into text by the thread that writes.
        if (entry.RemoteEndPoint is not null)
            properties.Add(new(RemoteEndPoint, new ScalarValue(entry.RemoteEndPoint)));
        if (entry.ConnectionId != 0)
            properties.Add(new(ConnectionId, new ScalarValue(entry.ConnectionId)));
        if (entry.Bytes != 0)
            properties.Add(new(Bytes, new ScalarValue(entry.Bytes)));
        if (!string.IsNullOrEmpty(entry.Reason))
            properties.Add(new(Reason, new ScalarValue(entry.Reason)));
        return new LogEvent(time, level, entry.Error, Message, properties);
    }

    /// <summary>A field's value; null where the event does not carry it.</summary>
    public static object? ValueOf(LogEvent logEvent, string name)
        => logEvent.Properties.TryGetValue(name, out LogEventPropertyValue? value) ? ((ScalarValue)value).Value : null;
}
