using System.Collections;
using System.Management.Automation;
using NetCmdlets.Reporting;

namespace NetCmdlets.Hosting;

/// <summary>
/// An object of the pipeline as an entry of a report, by its properties and not by its type: results of this module,
/// those that came back from a file or another session, and objects of the user's own that look like them.
/// </summary>
internal static class ReportObject
{
    private static readonly string[] Verdicts = ["Passed", "Succeeded", "Trusted", "IsMember"];
    private static readonly string[] Details = ["Evidence", "Reason", "FailureMessage"];
    private static readonly string[] Durations = ["Elapsed", "HandshakeTime", "ConnectTime", "Duration"];

    private static readonly string[] Told =
        ["State", "Condition", "Received", "Protocol", "Subject", "Rate", "MegabitsPerSecond", "LossPercent"];

    private static readonly string[] LatencyNames =
    [
        "ResolveTime", "ConnectTime", "HandshakeTime", "RoundTripTime", "MinimumTime", "MedianTime", "MaximumTime",
        "Minimum", "P50", "P95", "P99", "Maximum",
    ];

    /// <summary>The entry of an object.</summary>
    public static ReportEntry EntryOf(PSObject item)
    {
        if (item.BaseObject is bool verdict)
            return new ReportEntry { Suite = "Result", Name = "Result", Passed = verdict };

        string suite = SuiteOf(item);
        string target = TargetOf(item);
        string name = NameOf(item, target, suite);
        ReportLatency[] latencies = [.. LatencyNames
            .Select(latency => (Name: latency, Time: Time(item, latency)))
            .Where(latency => latency.Time is not null)
            .Select(latency => new ReportLatency(latency.Name, latency.Time!.Value))];
        TimeSpan? elapsed = Durations.Select(duration => Time(item, duration)).FirstOrDefault(time => time is not null);
        if (latencies.Length == 0 && elapsed is not null)
            latencies = [new ReportLatency("Elapsed", elapsed.Value)];
        return new ReportEntry
        {
            Suite = suite,
            Name = name,
            Target = target,
            Passed = VerdictOf(item),
            Detail = Details.Select(detail => Text(item, detail)).FirstOrDefault(text => text.Length > 0)
                ?? Summary(item),
            Elapsed = elapsed,
            Latencies = latencies,
            Series = [.. item.Properties
                .Where(property => property.Name.EndsWith("Samples", StringComparison.Ordinal))
                .Select(SeriesOf)
                .OfType<ReportSeries>()],
        };
    }

    // What no verdict has is measured: it went well where there is nothing to say against it.
    private static bool? VerdictOf(PSObject item)
    {
        PSPropertyInfo[] found = [.. Verdicts.Select(name => item.Properties[name]).OfType<PSPropertyInfo>()];
        if (found.Length == 0)
            return Text(item, "Reason").Length == 0;
        bool[] said = [.. found.Select(property => Value(property)).OfType<bool>()];
        return said.Length == 0 ? null : said.All(one => one);
    }

    private static string SuiteOf(PSObject item)
    {
        const string deserialized = "Deserialized.";
        string type = item.TypeNames.FirstOrDefault() ?? "Result";
        if (type.StartsWith(deserialized, StringComparison.Ordinal))
            type = type[deserialized.Length..];
        return type[(type.LastIndexOf('.') + 1)..];
    }

    private static string TargetOf(PSObject item)
    {
        string host = Text(item, "ComputerName");
        string port = Text(item, "Port");
        if (host.Contains(':', StringComparison.Ordinal) && port.Length > 0)
            host = $"[{host}]";
        return port.Length > 0 ? $"{host}:{port}" : host;
    }

    private static string NameOf(PSObject item, string target, string suite)
    {
        string id = Text(item, "Id");
        string name = Text(item, "Name");
        if (id.Length > 0 && name.Length > 0)
            return $"{id}: {name}";
        if (name.Length > 0)
            return name;
        string step = Text(item, "Step");
        if (step.Length > 0)
        {
            string sent = item.Properties["Sent"]?.Value is null ? "" : $" send '{Text(item, "Sent")}'";
            string expected = item.Properties["Expected"]?.Value is null ? "" : $" expect '{Text(item, "Expected")}'";
            return $"Step {step}:{sent}{expected}";
        }

        return target.Length > 0 ? $"{suite} {target}" : suite;
    }

    // What a result without a reason has to say.
    private static string Summary(PSObject item)
    {
        return string.Join(", ", Told
            .Where(name => Text(item, name).Length > 0)
            .Select(name => $"{name} {Text(item, name)}"));
    }

    private static ReportSeries? SeriesOf(PSPropertyInfo property)
    {
        object? value = Value(property);
        if (value is not IEnumerable many || value is string)
            return null;
        double[] values = [.. many.Cast<object?>().Select(one =>
            LanguagePrimitives.TryConvertTo(one is PSObject wrapped ? wrapped.BaseObject : one, out double number)
                ? number
                : double.NaN)];
        string name = property.Name switch
        {
            "RateSamples" => "Round trips a second",
            "MedianSamples" => "Median round trip, ms",
            "Samples" => "Throughput, Mbit/s",
            "ReceivedSamples" => "Received, Mbit/s",
            string other => other[..^"Samples".Length],
        };
        return values.Length == 0 ? null : new ReportSeries(name, values);
    }

    private static TimeSpan? Time(PSObject item, string name)
        => item.Properties[name] is PSPropertyInfo property && Value(property) is TimeSpan time ? time : null;

    private static string Text(PSObject item, string name)
    {
        PSPropertyInfo? property = item.Properties[name];
        object? value = property is null ? null : Value(property);
        // An enumeration that came back from a file is a number that remembers its word.
        if (value is int && property!.Value is PSObject remembered)
            return remembered.ToString();
        return value is null or (IEnumerable and not string) ? "" : LanguagePrimitives.ConvertTo<string>(value);
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value is PSObject wrapped ? wrapped.BaseObject : property.Value;
        }
        catch (GetValueException)
        {
            // A property of the user's own that throws has nothing to report.
            return null;
        }
    }
}
