namespace Waybill.Catalog.Reading;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Spelling
{
    /// <summary><c> (did you mean 'owners'?)</c>, or nothing when no allowed word is near.</summary>
    public static string DidYouMean(string given, IEnumerable<string> allowed) =>
        Nearest(given, allowed) is { } word ? $" (did you mean '{word}'?)" : "";

    /// <summary>The allowed word that takes the fewest edits, at most one for every three letters; null when none is that near.</summary>
    public static string? Nearest(string given, IEnumerable<string> allowed)
    {
        var most = Math.Clamp(given.Length / 3, 1, 3);
        return given.Length > 64
            ? null
            : allowed.Select(word => (Word: word, Edits: Edits(given.ToLowerInvariant(), word.ToLowerInvariant())))
                .Where(candidate => candidate.Edits <= most).OrderBy(candidate => candidate.Edits).Select(candidate => candidate.Word)
                .FirstOrDefault();
    }

    /// <summary>Damerau-Levenshtein distance: letters added, removed, changed, or swapped with their neighbour.</summary>
    private static int Edits(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Cheapest(rows, from, to, i, j);
            }
        }

        return rows[from.Length, to.Length];
    }

    private static int Cheapest(int[,] rows, string from, string to, int i, int j)
    {
        var changed = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var best = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
