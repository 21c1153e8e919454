namespace Waybill.EventPatterns.Questions;

/// <summary>
/// Finds a shortest text that is as wanted: it follows all texts at once, as sets of states (the subset construction, made on the way),
/// and gives up a text from which nothing wanted can come any more.
/// </summary>
/// <param name="steps">How many sets of states may be looked at, for several searches together.</param>
internal sealed class TextSearch(int steps)
{
    private int _left = steps;

    /// <returns>For a yes, with the text as JSON.</returns>
    public FieldValue Find(TextDemand demand, TextAutomaton automaton)
    {
        var found = new List<Reached> { new(automaton.Start, Before: -1, Character: 0) };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var other = automaton.Other;
        for (var at = 0; at < found.Count; at++)
        {
            if (demand.Holds(found[at].Set))
            {
                return new FieldValue(Answer.Yes, CodePoints.Quote(Text(found, at).Reverse()));
            }

            foreach (var character in automaton.Characters(found[at].Set).Append(other))
            {
                if (IsLowSurrogate(character) && IsHighSurrogate(found[at].Character))
                {
                    // Side by side the two would be one character, which is a case of its own.
                    continue;
                }

                var next = new Reached(automaton.Next(found[at].Set, character), at, character);
                if (demand.MayHold(next.Set) && seen.Add(next.Name))
                {
                    found.Add(next);
                }
            }

            // Survives: one step more or less, of so many.
            if (_left-- <= 0)
            {
                return new FieldValue(Answer.Unknown, null);
            }
        }

        return new FieldValue(Answer.No, null);
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

    private sealed record Reached(int[] Set, int Before, int Character)
    {
        /// <summary>Two texts of the same name have the same future.</summary>
        public string Name => (IsHighSurrogate(Character) ? "^" : "") + string.Join(',', Set); // Survives: another name of the same.
    }
}
