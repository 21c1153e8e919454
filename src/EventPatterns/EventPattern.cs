using System.Text;
using Waybill.EventPatterns.Explaining;
using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Questions;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns;

// How it works. Read this first; PATTERNS.md beside this file has the language, rule by rule.
//
// A pattern becomes combinations. Its JSON is read into nodes that know their place in the text (Text), each array at a leaf is compiled
// to a condition whose alternatives are operators (Operators, one file each), and every way through its $or's to a combination: a list of
// path and condition, all of which must hold (Parsing).
//
// A set of rules becomes one index of combinations (Indexing). A combination is reached through its rarest condition, which is written
// into tables as keys: a value, the beginning or end of a text, a piece of a wildcard, a range of numbers, a block of addresses. So of
// many rules that share their source and type, only those are looked at that have something rare in common with the event.
//
// An event is checked once, read once, and matched in four steps (Events, Matching):
//   1. LeafReader passes over the event 64 bytes at a time, enters only objects on the path of some rule's field, and takes the leaves:
//      strings, numbers, true, false, null, each with the array element it lies in.
//   2. MatchState asks for the keys that each leaf may have, as FieldPlan says for its field, and looks them all up together.
//   3. Matcher checks the combinations that were reached, condition by condition; a key that says all there is to say saves that.
//   4. Where several conditions lie in elements of one array, ElementSearch finds out whether one element has them all.
// Everything that this takes lies in a MatchBuffer, which is used for event after event, so that matching allocates nothing.
//
// Explaining holds one event against one pattern, slowly, and says which condition says no; Questions finds out whether any event can
// match one pattern, or two. The layers, each knowing only those before it: Memory, Text, Events, Operators, Parsing, Indexing, Matching,
// Explaining and Questions, and on top the types in this folder.

/// <summary>An EventBridge event pattern that has been checked; immutable and safe for any number of threads.</summary>
public sealed class EventPattern
{
    private readonly byte[] _utf8;

    // What was found while checking, until the first rule set has it: a set of many patterns needs them only once.
    private Combination[]? _combinations;
    private RuleSet? _alone;

    private EventPattern(byte[] utf8, bool isLimited)
    {
        _utf8 = utf8;
        try
        {
            _combinations = PatternCompiler.Compile(utf8, isLimited);
        }
        catch (RefusedPatternException refused)
        {
            throw new InvalidEventPatternException(refused);
        }
    }

    /// <summary>What any one of which must match for the pattern to match.</summary>
    internal Combination[] Combinations => Volatile.Read(ref _combinations) ?? CompileAgain(); // Survives: only slower.

    /// <summary>Compiles a pattern given as JSON text in UTF-8.</summary>
    /// <exception cref="InvalidEventPatternException">EventBridge would refuse this pattern.</exception>
    public static EventPattern Parse(ReadOnlySpan<byte> utf8) => new(utf8.ToArray(), isLimited: true);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static EventPattern Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new EventPattern(Encoding.UTF8.GetBytes(json), isLimited: true);
    }

    /// <summary>As <see cref="Parse(string)"/>, but for EventBridge's limit on wildcards, which the engine itself has no need of.</summary>
    internal static EventPattern ParseWithoutLimit(string json) => new(Encoding.UTF8.GetBytes(json), isLimited: false);

    /// <summary>Whether the event (JSON in UTF-8) matches; a malformed event matches nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> eventUtf8)
    {
        _alone ??= RuleSet.Build([new(string.Empty, this)]); // Survives: only slower, and nobody sees the id.
        return _alone.Match(eventUtf8).Count > 0;
    }

    /// <summary>Why the event (JSON in UTF-8) does not match, condition by condition; that it does; or what is wrong with it.</summary>
    public string Explain(ReadOnlySpan<byte> eventUtf8) => Reasons(eventUtf8).ToString();

    /// <summary>What <see cref="Explain"/> puts into words.</summary>
    internal Explanation Reasons(ReadOnlySpan<byte> eventUtf8) =>
        Explainer.Explain(_utf8, Combinations, eventUtf8.ToArray(), @event => Matches(@event));

    /// <summary>Whether any event at all matches; for a yes, with one that does.</summary>
    public Possibility IsSatisfiable() => EventSearch.Find([Combinations], @event => Matches(@event));

    /// <summary>Whether some event in which no field has more than one value matches both patterns; for a yes, with one of them.</summary>
    /// <remarks>
    /// With more than one value in a field the question would be empty: an event that has, in arrays, both what one pattern wants and what
    /// the other wants matches both, whatever they are, as long as neither wants a field to be missing.
    /// </remarks>
    public Possibility Overlaps(EventPattern other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return EventSearch.Find([Combinations, other.Combinations], @event => Matches(@event) && other.Matches(@event));
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    /// <summary>As <see cref="Combinations"/>, but does not keep them.</summary>
    internal Combination[] TakeCombinations() => Interlocked.Exchange(ref _combinations, null) ?? CompileAgain(); // Survives: only slower.

    // The limit was held against the text when it was parsed, or was not to be.
    private Combination[] CompileAgain() => PatternCompiler.Compile(_utf8, isLimited: false);
}
