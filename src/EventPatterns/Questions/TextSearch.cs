namespace Waybill.EventPatterns.Questions;

/// <summary>
/// Finds a shortest text that is as wanted: it follows all texts at once, as sets of places (the subset construction, made on the way),
/// and gives up a text from which nothing wanted can come any more.
/// </summary>
/// <param name="steps">How many sets of places may be looked at, for several searches together.</param>
internal sealed class TextSearch(int steps)
{
    private int _left = steps;

    /// <param name="demand">What is wanted.</param>
    /// <param name="places">The places of the languages it speaks of.</param>
    /// <returns>For a yes, with the text.</returns>
    public (Answer Answer, string? Text) Find(TextDemand demand, TextPlaces places)
    {
        var found = new List<Reached> { new(places.Start, Before: -1, Character: 0) };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var other = places.Other;
        for (var at = 0; at < found.Count; at++)
        {
            if (demand.Holds(found[at].Set))
            {
                return (Answer.Yes, CodePoints.ToUtf16(Text(found, at).Reverse()));
            }

            foreach (var character in places.Characters(found[at].Set).Append(other))
            {
                if (IsLowSurrogate(character) && IsHighSurrogate(found[at].Character))
                {
                    // Side by side the two would be one character, which is a case of its own.
                    continue;
                }

                var next = new Reached(places.Next(found[at].Set, character), at, character);
                if (demand.MayHold(next.Set, places) && seen.Add(next.Name))
                {
                    found.Add(next);
                }
            }

            if (_left-- <= 0)
            {
                return (Answer.Unknown, null);
            }
        }

        return (Answer.No, null);
    }

    private static IEnumerable<int> Text(List<Reached> found, int at)
    {
        for (; found[at].Before >= 0; at = found[at].Before)
        {
            yield return found[at].Character;
        }
    }

    private static bool IsHighSurrogate(int character) => character is >= 0xD800 and <= 0xDBFF;

    private static bool IsLowSurrogate(int character) => character is >= 0xDC00 and <= 0xDFFF;

    /// <param name="Set">The places of a text.</param>
    /// <param name="Before">The text without its last character; -1 for the empty text.</param>
    /// <param name="Character">That last character.</param>
    private sealed record Reached(int[] Set, int Before, int Character)
    {
        /// <summary>Two texts of the same name have the same future.</summary>
        public string Name => (IsHighSurrogate(Character) ? "^" : "") + string.Join(',', Set);
    }
}
