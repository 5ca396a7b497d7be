namespace Mirror.Model.Diagnostics;

/// <summary>Finds what somebody probably meant who wrote a name that does not exist.</summary>
public static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>
    /// The candidate with the fewest changed letters, the first of several in ordinal order; null when even that needs more than a third of
    /// the letters changed. Letter case does not count as a change.
    /// </summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        if (written.Length > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var fewest = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates.Where(c => c.Length <= MaxLength).Order(StringComparer.Ordinal))
        {
            var changes = Changes(written, candidate);
            if (changes < fewest)
            {
                (nearest, fewest) = (candidate, changes);
            }
        }

        return nearest;
    }

    // Levenshtein, with the swap of two neighbours as one change: the usual slip of the hand.
    private static int Changes(string from, string to)
    {
        Span<int> beforeLast = stackalloc int[MaxLength + 1];
        Span<int> last = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = last[j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[to.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
