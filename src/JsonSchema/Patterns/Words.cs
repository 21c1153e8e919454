namespace Waybill.JsonSchemas.Patterns;

/// <summary>What a search for a text of a language has found.</summary>
/// <param name="Word">A shortest one, or null.</param>
/// <param name="IsComplete">Whether there is none where none was found; false when the search was given up.</param>
internal readonly record struct WordSearch(string? Word, bool IsComplete);

/// <summary>Looks for the shortest text of a language, breadth first.</summary>
internal static class Words
{
    private const int MostStates = 3_000;
    private const int LongestText = 6_000;

    /// <summary>Stands for all characters beyond U+FFFF, which no pattern tells apart.</summary>
    private const string Beyond = "\U00010384";

    private const string Readable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_ .:/@!";

    /// <param name="language">Where the text is to be found.</param>
    /// <param name="isWanted">A further condition on it; with one, finding none proves nothing.</param>
    public static WordSearch Shortest(Language language, Predicate<string>? isWanted = null)
    {
        var symbols = Symbols(language);
        // Without the language itself: behind a character the same one means something else, since no text begins there.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<(Language Left, string Word)>([(language, "")]);
        var isComplete = true;
        while (open.TryDequeue(out var at))
        {
            if (at.Left.HasEmpty(at.Word.Length == 0, isLast: true))
            {
                if (isWanted is null || isWanted(at.Word))
                {
                    return new WordSearch(at.Word, true);
                }

                isComplete = false;
            }

            foreach (var symbol in symbols)
            {
                var rest = at.Left;
                foreach (var (i, c) in symbol.Index())
                {
                    rest = rest.After(c, at.Word.Length == 0 && i == 0);
                }

                if (rest.Key == Language.Nothing.Key || !seen.Add(rest.Key))
                {
                    continue;
                }

                if (seen.Count > MostStates + LongestText / symbols.Count || at.Word.Length > LongestText)
                {
                    return new WordSearch(null, false);
                }

                open.Enqueue((rest, at.Word + symbol));
            }
        }

        return new WordSearch(null, isComplete);
    }

    /// <summary>One character for each kind of characters that the language treats alike, a readable one where there is one.</summary>
    private static List<string> Symbols(Language language)
    {
        var sets = language.CharSets.DistinctBy(set => set.Key).ToList();
        var stretches = sets.SelectMany(set => set.Edges).Append('\0').Append('\uE000').Where(c => !char.IsSurrogate(c));
        return
        [
            .. Readable.Concat(stretches).DistinctBy(c => string.Concat(sets.Select(set => set.Has(c) ? '1' : '0')), StringComparer.Ordinal)
                .Select(c => c.ToString()),
            Beyond,
        ];
    }
}
