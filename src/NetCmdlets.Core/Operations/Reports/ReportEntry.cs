using System.Globalization;

namespace NetCmdlets.Operations.Reports;

/// <summary>One line of a report, made from a result of a probe or a measurement.</summary>
/// <param name="Target">What was asked: a host and its port.</param>
/// <param name="Name">What was checked or measured.</param>
/// <param name="Passed">Whether it passed; null where it was not run, or is a measurement.</param>
/// <param name="IsMeasurement">Whether it has a value and no verdict.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Elapsed">How long it took; null where not known.</param>
/// <param name="Series">What changed over time, for a plot.</param>
public sealed record ReportEntry(
    string Target,
    string Name,
    bool? Passed,
    bool IsMeasurement,
    string Evidence,
    TimeSpan? Elapsed,
    IReadOnlyList<ReportSeries> Series)
{
    /// <summary>The entry of a result; null where results of its type are not reported.</summary>
    public static ReportEntry? From(object result) => result switch
    {
        EchoCheck check => new(
            Place(check.ComputerName, check.Port) + $" ({check.Protocol})", $"{check.Id}: {check.Name}", check.Passed,
            false, check.Evidence, check.Elapsed, []),
        TcpHandshake shake => new(
            Place(shake.ComputerName, shake.Port), $"TCP handshake with {shake.RemoteEndPoint?.ToString() ?? "no address"}",
            shake.Succeeded, false, shake.Reason ?? shake.State.ToString(), shake.ConnectTime, []),
        PortWait wait => new(
            Place(wait.ComputerName, wait.Port), $"Port is {wait.Condition.ToString().ToLowerInvariant()}",
            wait.Succeeded, false, wait.Reason ?? $"{wait.LastState} after {wait.Attempts} tries", wait.Elapsed, []),
        EchoMeasurement echo => new(
            Place(echo.ComputerName, echo.Port) + $" ({echo.Protocol})", "Echo round trips", null, true, Describe(echo),
            echo.Elapsed,
            [
                new("Median round trip of each second", "ms", echo.MedianSamples),
                new("Round trips in each second", "1/s", echo.RateSamples),
            ]),
        TlsHandshake tls => new(
            Place(tls.ComputerName, tls.Port), "TLS handshake", tls.Succeeded && tls.Trusted != false, false, tls.Verdict,
            null, []),
        NetCmdlets.Throughput bulk => new(
            Place(bulk.ComputerName, bulk.Port), $"Throughput ({bulk.Direction})", null, true,
            string.Create(CultureInfo.InvariantCulture, $"{bulk.MegabitsPerSecond:N1} Mbit/s over {bulk.Connections} "
                + $"connections{(bulk.Reason is null ? "" : "; " + bulk.Reason)}"),
            bulk.Elapsed,
            [new("Rate of each second", "Mbit/s", bulk.Samples)]),
        _ => null,
    };

    private static string Place(string host, int? port) => port is null ? host : $"{host} port {port}";

    private static string Describe(EchoMeasurement echo) => string.Create(
        CultureInfo.InvariantCulture,
        $"{echo.Rate:N0} round trips a second; p50 {Milliseconds(echo.P50)}, p95 {Milliseconds(echo.P95)}, "
            + $"p99 {Milliseconds(echo.P99)}; jitter {Milliseconds(echo.Jitter)}; {echo.Lost:N0} of {echo.Sent:N0} lost");

    private static string Milliseconds(TimeSpan? time) => time is TimeSpan known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0.000} ms")
        : "none";
}

/// <summary>A quantity of each second of a run.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Values">One value a second; not a number where there was none.</param>
public sealed record ReportSeries(string Title, string Unit, IReadOnlyList<double> Values);
