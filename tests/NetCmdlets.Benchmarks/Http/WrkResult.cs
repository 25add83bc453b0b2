using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NetCmdlets.Benchmarks.Processes;

namespace NetCmdlets.Benchmarks.Http;

/// <summary>What wrk, other people's HTTP load driver, tells of a run.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Median">The median time of a request, in microseconds.</param>
/// <param name="P99">The 99th percentile, in microseconds.</param>
/// <param name="Errors">Socket errors, and answers that were no success.</param>
internal sealed partial record WrkResult(double Rate, double Median, double P99, long Errors)
{
    /// <summary>Drives one server for some seconds.</summary>
    /// <exception cref="InvalidOperationException">wrk failed or told nothing.</exception>
    public static WrkResult Run(IPEndPoint server, string path, int connections, int seconds)
    {
        string? output = Programs.Output(
            "wrk",
            "-t1",
            $"-c{connections}",
            $"-d{seconds}s",
            "--latency",
            "--timeout",
            "10s",
            $"http://{server}{path}");
        return output is null ? throw new InvalidOperationException("wrk failed.") : Parse(output);
    }

    private static WrkResult Parse(string output)
    {
        if (RatePattern().Match(output) is not { Success: true } rate)
            throw new InvalidOperationException($"wrk told no rate: {output}");
        long errors = 0;
        foreach (Match match in ErrorPattern().Matches(output))
        {
            errors += match.Groups["n"].Captures
                .Sum(capture => long.Parse(capture.Value, CultureInfo.InvariantCulture));
        }

        return new WrkResult(
            double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture),
            Percentile(output, 50),
            Percentile(output, 99),
            errors);
    }

    private static double Percentile(string output, int percent)
    {
        Match match = Regex.Match(output, $@"^\s+{percent}%\s+([0-9.]+)(us|ms|s)\s*$", RegexOptions.Multiline);
        double factor = match.Groups[2].Value switch
        {
            "us" => 1,
            "ms" => 1e3,
            _ => 1e6,
        };
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * factor : double.NaN;
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"(Socket errors: (\w+ (?<n>[0-9]+)(, )?)+|Non-2xx or 3xx responses: (?<n>[0-9]+))")]
    private static partial Regex ErrorPattern();
}
