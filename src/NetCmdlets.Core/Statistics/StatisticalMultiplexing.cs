namespace NetCmdlets.Statistics;

/// <summary>Circuit switching against packet switching on one link.</summary>
public static class StatisticalMultiplexing
{
    /// <summary>The largest number of users that is looked at for a risk.</summary>
    public const long MaximumUsers = 1_000_000_000_000;

    /// <summary>Measures a link.</summary>
    /// <param name="users">How many users share it, from 0.</param>
    /// <param name="activity">The part of the time that a user is active, 0 to 1, independently of the others.</param>
    /// <param name="circuits">How many users may be active at once, from 0.</param>
    /// <param name="overloadRisk">How probable an overload may be, or null.</param>
    public static MultiplexingResult Measure(long users, double activity, long circuits, double? overloadRisk) => new(
        users,
        activity,
        circuits,
        circuits,
        users * activity,
        BinomialTail.MoreThan(circuits, users, activity),
        overloadRisk is double risk ? UsersAtRisk(activity, circuits, risk) : null);

    /// <summary>
    /// The most users with whom more than so many are active no more probably than the risk; null where there is no
    /// such limit below <see cref="MaximumUsers"/>.
    /// </summary>
    public static long? UsersAtRisk(double activity, long circuits, double overloadRisk)
    {
        // An overload gets more probable with each user, so the limit is found by halving.
        long fits = circuits;
        long over = Math.Max(1, circuits);
        while (BinomialTail.MoreThan(circuits, over, activity) <= overloadRisk)
        {
            fits = over;
            over *= 2;
            if (over > MaximumUsers)
                return null;
        }

        while (over - fits > 1)
        {
            long middle = fits + ((over - fits) / 2);
            if (BinomialTail.MoreThan(circuits, middle, activity) <= overloadRisk)
                fits = middle;
            else
                over = middle;
        }

        return fits;
    }
}
