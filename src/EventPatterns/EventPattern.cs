using System.Text;
using Waybill.EventPatterns.Explaining;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns;

/// <summary>An EventBridge event pattern that has been checked and compiled; immutable and safe for any number of threads.</summary>
/// <remarks>The language is described, rule by rule, in PATTERNS.md beside this file.</remarks>
public sealed class EventPattern
{
    private readonly string _text;
    private readonly Lazy<RuleSet> _alone;

    private EventPattern(string text, IReadOnlyList<FlatRule> alternatives)
    {
        _text = text;
        Alternatives = alternatives;
        _alone = new Lazy<RuleSet>(() => RuleSet.Build([new(string.Empty, this)]));
    }

    /// <summary>The pattern without <c>$or</c>: it matches what any one of these matches.</summary>
    internal IReadOnlyList<FlatRule> Alternatives { get; }

    /// <summary>Compiles a pattern given as JSON text in UTF-8.</summary>
    /// <exception cref="InvalidEventPatternException">EventBridge would refuse this pattern.</exception>
    public static EventPattern Parse(ReadOnlySpan<byte> utf8)
    {
        var source = new PatternSource(utf8.ToArray());
        return new EventPattern(source.Text, PatternCompiler.Compile(source));
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static EventPattern Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Whether the event (JSON in UTF-8) matches; a malformed event matches nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> eventUtf8) => _alone.Value.Match(eventUtf8).Count > 0;

    /// <summary>Why the event (JSON in UTF-8) does not match, condition by condition; that it does; or what is wrong with it.</summary>
    public Explanation Explain(ReadOnlySpan<byte> eventUtf8) => Explainer.Explain(this, eventUtf8);

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;
}
