using System.Globalization;
using NetCmdlets.Statistics;
using Xunit;

namespace NetCmdlets.Interop.Tests.Addressing;

/// <summary>Overload probabilities beside sums of 60 digits.</summary>
public sealed class MultiplexingPythonTests
{
    // The recurrence from P(0), in decimal numbers whose exponent does not run out.
    private const string Tails = """
        import decimal
        decimal.getcontext().prec = 60
        decimal.getcontext().Emin = decimal.MIN_EMIN
        def f(text):
            users, p, circuits = text.split(' ')
            users, p, circuits = int(users), decimal.Decimal(float(p)), int(circuits)
            term = (1 - p) ** users
            odds = p / (1 - p)
            below = term
            for k in range(circuits):
                term = term * (users - k) / (k + 1) * odds
                below += term
            return '%.17e' % (1 - below)
        answer(f)
        """;

    private static readonly string[] Links =
    [
        "35 0.1 10", "1 0.5 0", "100 0.01 5", "1000 0.1 150", "1000 0.9 880", "10000 0.05 600", "100000 0.1 10100",
        "1000000 0.1 100000", "1000000 0.1 101500", "1000000 0.1 99000", "1000000 0.0001 150", "50 0.5 49",
    ];

    [Fact]
    public async Task Up_to_a_million_users_eleven_digits_agree()
    {
        string[] theirs = await PythonOracle.AskAsync(Tails, Links);
        for (int i = 0; i < Links.Length; i++)
        {
            string[] link = Links[i].Split(' ');
            double ours = BinomialTail.MoreThan(
                long.Parse(link[2], CultureInfo.InvariantCulture), long.Parse(link[0], CultureInfo.InvariantCulture),
                double.Parse(link[1], CultureInfo.InvariantCulture));
            double exact = double.Parse(theirs[i], CultureInfo.InvariantCulture);
            Assert.True(Math.Abs((ours / exact) - 1) < 1e-11, $"{Links[i]}: {ours:R} for {exact:R}");
        }
    }
}
