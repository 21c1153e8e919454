using System.Text;
using Waybill.EventPatterns.Explaining;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Questions;

namespace Waybill.EventPatterns;

/// <summary>An EventBridge event pattern that has been checked; immutable and safe for any number of threads.</summary>
/// <remarks>The language is described, rule by rule, in PATTERNS.md beside this file.</remarks>
public sealed class EventPattern
{
    private readonly byte[] _utf8;

    // What was found while checking, until the first rule set has it: a set of many patterns needs them only once.
    private FlatRule[]? _alternatives;
    private RuleSet? _alone;

    private EventPattern(byte[] utf8, FlatRule[] alternatives) => (_utf8, _alternatives) = (utf8, alternatives);

    /// <summary>The pattern without <c>$or</c>: it matches what any one of these matches.</summary>
    internal FlatRule[] Alternatives => Volatile.Read(ref _alternatives) ?? CompileAgain();

    /// <summary>Compiles a pattern given as JSON text in UTF-8.</summary>
    /// <exception cref="InvalidEventPatternException">EventBridge would refuse this pattern.</exception>
    public static EventPattern Parse(ReadOnlySpan<byte> utf8) => Compile(utf8.ToArray());

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static EventPattern Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Compile(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>As <see cref="Parse(string)"/>, but for EventBridge's limit on wildcards, which the engine itself has no need of.</summary>
    internal static EventPattern ParseWithoutLimit(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        return new EventPattern(text, PatternCompiler.CompileWithoutLimit(new PatternSource(text)));
    }

    /// <summary>Whether the event (JSON in UTF-8) matches; a malformed event matches nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> eventUtf8)
    {
        _alone ??= RuleSet.Build([new(string.Empty, this)]);
        return _alone.Match(eventUtf8).Count > 0;
    }

    /// <summary>Why the event (JSON in UTF-8) does not match, condition by condition; that it does; or what is wrong with it.</summary>
    public Explanation Explain(ReadOnlySpan<byte> eventUtf8) => Explainer.Explain(this, eventUtf8);

    /// <summary>Whether any event at all matches; for a yes, with one that does.</summary>
    public Possibility IsSatisfiable() => EventSearch.Find(this);

    /// <summary>Whether some event in which no field has more than one value matches both patterns; for a yes, with one that does.</summary>
    /// <remarks>
    /// With more than one value in a field the question would be empty: an event that has, in arrays, both what one pattern wants and what
    /// the other wants matches both, whatever they are, as long as neither wants a field to be missing.
    /// </remarks>
    public Possibility Overlaps(EventPattern other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return EventSearch.Find(this, other);
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    /// <summary>As <see cref="Alternatives"/>, but does not keep them.</summary>
    internal FlatRule[] TakeAlternatives() => Interlocked.Exchange(ref _alternatives, null) ?? CompileAgain();

    private static EventPattern Compile(byte[] utf8) => new(utf8, PatternCompiler.Compile(new PatternSource(utf8)));

    // The limit was held against the text when it was parsed, or was not to be.
    private FlatRule[] CompileAgain() => PatternCompiler.CompileWithoutLimit(new PatternSource(_utf8));
}
