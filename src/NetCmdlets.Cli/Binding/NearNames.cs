namespace NetCmdlets.Cli.Binding;

/// <summary>The names that a mistyped one may be meant for.</summary>
internal static class NearNames
{
    // A mistake in a third of the letters is another word.
    private const int LettersForMistake = 3;
    private const int MostMistakes = 2;

    /// <summary>The names with the fewest letters missing, added, changed or swapped; none where those are many.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> names)
    {
        int most = Math.Min(MostMistakes, typed.Length / LettersForMistake);
        (string Name, int Mistakes)[] near =
        [
            .. names.Select(name => (name, Mistakes(typed.ToUpperInvariant(), name.ToUpperInvariant())))
                .Where(candidate => candidate.Item2 <= most),
        ];
        return [.. near.Where(candidate => candidate.Mistakes == near.Min(each => each.Mistakes)).Select(each => each.Name)];
    }

    /// <summary>A question that names them, to be put behind a message; empty where there are none.</summary>
    public static string Question(IEnumerable<string> names)
        => string.Join(" or ", names) is { Length: > 0 } choice ? $"Did you mean {choice}?" : "";

    // The distance of Damerau and Levenshtein in which no letters are swapped twice.
    private static int Mistakes(string typed, string name)
    {
        int[,] cost = new int[typed.Length + 1, name.Length + 1];
        for (int i = 0; i <= typed.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= name.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= typed.Length; i++)
        {
            for (int j = 1; j <= name.Length; j++)
            {
                int changed = cost[i - 1, j - 1] + (typed[i - 1] == name[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(changed, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[typed.Length, name.Length];
    }
}
