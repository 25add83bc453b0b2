namespace NetCmdlets.Statistics;

/// <summary>
/// The binomial distribution at sizes where its factorials are far beyond any number type. The probability of one
/// value is taken by the saddle-point form of the log-gamma function (C. Loader, "Fast and Accurate Computation of
/// Binomial Probabilities", 2000), which keeps all digits where a difference of logarithms would lose them.
/// </summary>
public static class BinomialTail
{
    private const double HalfLogTwoPi = 0.918938533204672741780329736406;

    // Terms below this part of the sum no longer change it.
    private const double Negligible = 1e-18;

    /// <summary>The probability that exactly so many of n independent trials succeed.</summary>
    /// <param name="k">How many succeed, from 0 to n.</param>
    /// <param name="n">How many trials there are, from 0.</param>
    /// <param name="p">The probability that one succeeds, 0 to 1.</param>
    public static double Probability(long k, long n, double p)
    {
        Check(n, p);
        if (k < 0 || k > n)
            return 0;

        if (p == 0 || p == 1)
            return k == (p == 0 ? 0 : n) ? 1 : 0;

        if (k == 0)
            return Math.Exp(n * Log1P(-p));

        if (k == n)
            return Math.Exp(n * Math.Log(p));

        double x = k;
        double rest = n - k;
        double exponent = StirlingError(n) - StirlingError(k) - StirlingError(n - k)
            - Deviance(x, n * p) - Deviance(rest, n * (1 - p));
        return Math.Exp(exponent - HalfLogTwoPi - (0.5 * Math.Log(x * (rest / n))));
    }

    /// <summary>The probability that more than k of n independent trials succeed.</summary>
    /// <param name="k">The number to pass.</param>
    /// <param name="n">How many trials there are, from 0.</param>
    /// <param name="p">The probability that one succeeds, 0 to 1.</param>
    public static double MoreThan(long k, long n, double p)
    {
        Check(n, p);
        if (k < 0)
            return 1;

        if (k >= n || p == 0)
            return 0;

        if (p == 1)
            return 1;

        // The side of the mean where terms fall from the first on: a short sum, and no difference of near equals.
        return k + 1 > n * p ? Math.Min(1, SumUp(k + 1, n, p)) : Math.Max(0, 1 - SumDown(k, n, p));
    }

    private static double SumUp(long from, long n, double p)
    {
        double odds = p / (1 - p);
        double term = Probability(from, n, p);
        double sum = term;
        for (long k = from; k < n && term > sum * Negligible; k++)
        {
            term *= (double)(n - k) / (k + 1) * odds;
            sum += term;
        }

        return sum;
    }

    private static double SumDown(long from, long n, double p)
    {
        double odds = (1 - p) / p;
        double term = Probability(from, n, p);
        double sum = term;
        for (long k = from; k > 0 && term > sum * Negligible; k--)
        {
            term *= (double)k / (n - k + 1) * odds;
            sum += term;
        }

        return sum;
    }

    // log(n!) less Stirling's formula for it: exact by summing for small n, by the series for the others.
    private static double StirlingError(long n)
    {
        if (n < 16)
        {
            double logFactorial = 0;
            for (long i = 2; i <= n; i++)
                logFactorial += Math.Log(i);

            return n == 0 ? 0 : logFactorial - (((n + 0.5) * Math.Log(n)) - n + HalfLogTwoPi);
        }

        double square = (double)n * n;
        return ((1.0 / 12)
            - (((1.0 / 360)
            - (((1.0 / 1260)
            - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square)) / square)) / n;
    }

    // x log(x/mean) + mean - x, which cancels where x is near the mean: there by its series.
    private static double Deviance(double x, double mean)
    {
        double distance = x - mean;
        if (Math.Abs(distance) >= 0.1 * (x + mean))
            return (x * Math.Log(x / mean)) + mean - x;

        double v = distance / (x + mean);
        double sum = distance * v;
        double power = 2 * x * v;
        for (int j = 1; ; j++)
        {
            power *= v * v;
            double next = sum + (power / ((2 * j) + 1));
            if (next == sum)
                return next;

            sum = next;
        }
    }

    // log(1 + x) where 1 + x would drop the digits of x.
    private static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static void Check(long n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability goes from 0 to 1.");
    }
}
