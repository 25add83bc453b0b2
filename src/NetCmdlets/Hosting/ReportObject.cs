using System.Collections;
using System.Globalization;
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

    // Each a column; a number with no more digits than mean something.
    private static readonly (string Property, string Name, string Format)[] Told =
    [
        ("State", "State", ""), ("LastState", "State", ""), ("Condition", "Waited for", ""),
        ("Protocol", "Protocol", ""), ("CipherSuite", "Cipher", ""), ("Direction", "Direction", ""),
        ("Connections", "Connections", "0"), ("Received", "Received", "0"), ("LossPercent", "Loss, %", "0.##"),
        ("Rate", "Rate/s", "0"), ("P50", "p50", ""), ("P95", "p95", ""), ("P99", "p99", ""),
        ("MegabitsPerSecond", "Mbit/s", "0.#"), ("ReceivedMegabitsPerSecond", "Received, Mbit/s", "0.#"),
        ("Retransmits", "Retransmits", "0"),
    ];

    private static readonly string[] Shares = ["P95", "P99"];

    // One time each.
    private static readonly string[] Single = ["ResolveTime", "ConnectTime", "HandshakeTime", "RoundTripTime"];

    /// <summary>The entry of an object.</summary>
    public static ReportEntry EntryOf(PSObject item)
    {
        if (item.BaseObject is bool verdict)
            return new ReportEntry { Suite = "Result", Name = "Result", Passed = verdict };

        string suite = SuiteOf(item);
        TimeSpan? elapsed = Durations.Select(duration => Time(item, duration)).FirstOrDefault(time => time is not null);
        List<ReportLatency> latencies = [.. LatenciesOf(item)];
        if (latencies.Count == 0 && elapsed is not null)
            latencies.Add(new ReportLatency("Elapsed", elapsed.Value));
        return new ReportEntry
        {
            Suite = suite,
            Name = NameOf(item),
            Label = Text(item, "Name").Length > 0 ? Text(item, "Id") : "",
            Target = TargetOf(item),
            Passed = VerdictOf(item),
            Detail = Details.Select(detail => Text(item, detail)).FirstOrDefault(text => text.Length > 0) ?? "",
            Facts = [.. FactsOf(item)],
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
        // A name behind '#' is of some objects of the type.
        type = type.Split('#')[0];
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

    private static string NameOf(PSObject item)
    {
        string id = Text(item, "Id");
        string name = Text(item, "Name");
        if (name.Length > 0)
            return id.Length > 0 ? $"{id}: {name}" : name;
        string step = Text(item, "Step");
        if (step.Length == 0)
            return "";
        string sent = item.Properties["Sent"]?.Value is null ? "" : $" send '{Text(item, "Sent")}'";
        string expected = item.Properties["Expected"]?.Value is null ? "" : $" expect '{Text(item, "Expected")}'";
        return $"Step {step}:{sent}{expected}";
    }

    // A check and a step of a dialogue have their evidence, which says all.
    private static IEnumerable<ReportFact> FactsOf(PSObject item)
    {
        if (item.Properties["Step"] is not null || item.Properties["Evidence"] is not null)
            yield break;
        foreach ((string property, string name, string format) in Told)
        {
            object? value = item.Properties[property] is PSPropertyInfo found ? Value(found) : null;
            string text = value switch
            {
                TimeSpan time => ReportText.Time(time),
                IFormattable number when format.Length > 0 => number.ToString(format, CultureInfo.InvariantCulture),
                _ => Text(item, property),
            };
            if (text.Length > 0)
                yield return new ReportFact(name, text);
        }
    }

    private static IEnumerable<ReportLatency> LatenciesOf(PSObject item)
    {
        ReportLatency? spread = SpreadOf(item, "ConnectTime", "MinimumTime", "MedianTime", "MaximumTime")
            ?? SpreadOf(item, "round trip", "Minimum", "P50", "Maximum");
        foreach (string name in Single)
        {
            if (Time(item, name) is { } time && spread?.Name != name)
                yield return new ReportLatency(name, time);
        }

        if (spread is not null)
            yield return spread;
    }

    // Of one handshake the shortest, the median and the longest are the same: that is no spread.
    private static ReportLatency? SpreadOf(PSObject item, string name, string minimum, string median, string maximum)
        => Time(item, minimum) is { } shortest && Time(item, maximum) is { } longest && shortest < longest
            && Time(item, median) is { } middle
            ? new ReportLatency(name, middle)
            {
                Minimum = shortest,
                Maximum = longest,
                Percentiles = [.. Shares.Select(share => Time(item, share)).OfType<TimeSpan>()],
            }
            : null;

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
