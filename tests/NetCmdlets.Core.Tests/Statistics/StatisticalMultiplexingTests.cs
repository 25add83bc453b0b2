using System.Numerics;
using NetCmdlets.Statistics;
using Xunit;

namespace NetCmdlets.Core.Tests.Statistics;

public sealed class StatisticalMultiplexingTests
{
    [Fact]
    public void Thirty_five_users_at_a_tenth_on_ten_circuits()
    {
        MultiplexingResult result = StatisticalMultiplexing.Measure(35, 0.1, 10, null);
        Assert.Equal(0.000424, result.OverloadProbability, 6);
        Assert.Equal(3.5, result.ExpectedActive, 12);
        Assert.Equal(10, result.CircuitUsers);
        Assert.Null(result.UsersAtRisk);
    }

    [Theory]
    [InlineData(35, 1, 10)]
    [InlineData(200, 3, 7)]
    [InlineData(1000, 1, 2)]
    [InlineData(17, 9, 10)]
    public void Tails_are_those_of_exact_fractions(int n, int numerator, int denominator)
    {
        double p = (double)numerator / denominator;
        for (int k = -1; k <= n; k += Math.Max(1, n / 40))
        {
            double exact = ExactTail(k, n, numerator, denominator);
            double ours = BinomialTail.MoreThan(k, n, p);
            if (exact == 0 || ours == 0)
                Assert.True(Math.Abs(exact - ours) < 1e-300, $"k={k}: {ours} for {exact}");
            else
                Assert.True(Math.Abs((ours / exact) - 1) < 1e-12, $"k={k}: {ours} for {exact}");
        }
    }

    [Fact]
    public void All_probabilities_of_a_million_users_sum_to_one()
    {
        const int N = 1_000_000;
        double sum = 0;
        for (int k = 95_000; k <= 105_000; k++)
            sum += BinomialTail.Probability(k, N, 0.1);
        Assert.Equal(1, sum, 11);
        Assert.Equal(
            1, BinomialTail.MoreThan(100_100, N, 0.1) + BinomialTail.MoreThan(N - 100_101, N, 0.9), 11);
    }

    [Theory]
    [InlineData(0, 0.5, 0, 0.0)]
    [InlineData(10, 0.0, 0, 0.0)]
    [InlineData(10, 1.0, 9, 1.0)]
    [InlineData(10, 1.0, 10, 0.0)]
    [InlineData(10, 0.5, 10, 0.0)]
    [InlineData(1, 0.25, 0, 0.25)]
    public void The_edges(long users, double activity, long circuits, double expected) =>
        Assert.Equal(expected, BinomialTail.MoreThan(circuits, users, activity), 15);

    [Fact]
    public void A_tiny_activity_keeps_its_digits() =>
        Assert.Equal(1, BinomialTail.MoreThan(0, 2, 1e-18) / 2e-18, 12);

    [Theory]
    [InlineData(0.1, 10, 0.0004)]
    [InlineData(0.1, 10, 0.001)]
    [InlineData(0.5, 3, 0.2)]
    [InlineData(0.01, 1000, 1e-9)]
    [InlineData(0.3, 0, 0.5)]
    public void Users_at_a_risk_are_the_most_that_keep_it(double activity, long circuits, double risk)
    {
        long users = StatisticalMultiplexing.UsersAtRisk(activity, circuits, risk)!.Value;
        Assert.True(BinomialTail.MoreThan(circuits, users, activity) <= risk);
        Assert.True(BinomialTail.MoreThan(circuits, users + 1, activity) > risk);
        Assert.True(users >= circuits);
    }

    [Fact]
    public void A_risk_that_no_number_of_users_reaches_has_no_limit()
    {
        Assert.Null(StatisticalMultiplexing.UsersAtRisk(0, 10, 0.01));
        Assert.Null(StatisticalMultiplexing.UsersAtRisk(0.5, 10, 1));
    }

    [Fact]
    public void What_is_no_probability_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialTail.MoreThan(1, 2, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialTail.MoreThan(1, 2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialTail.Probability(1, -2, 0.5));
    }

    private static double ExactTail(int k, int n, int numerator, int denominator)
    {
        BigInteger sum = 0;
        BigInteger choose = 1;
        for (int i = 0; i <= n; i++)
        {
            if (i > k)
                sum += choose * BigInteger.Pow(numerator, i) * BigInteger.Pow(denominator - numerator, n - i);
            choose = choose * (n - i) / (i + 1);
        }

        BigInteger whole = BigInteger.Pow(denominator, n);
        if (sum.IsZero)
            return 0;

        // Both are scaled so that their ratio keeps 60 bits.
        int shift = (int)(whole.GetBitLength() - sum.GetBitLength()) + 60;
        return Math.ScaleB((double)((sum << shift) / whole), -shift);
    }
}
