using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>What a <see cref="Verification"/> found.</summary>
/// <param name="Events">How many events were decided.</param>
/// <param name="Rules">How many rules each was held against.</param>
/// <param name="Matches">The (event, rule) pairs that match, by the engine.</param>
/// <param name="ReferenceMatches">The same by the reference evaluator.</param>
/// <param name="Differences">The pairs that are decided otherwise, and the events without an answer, checked and unchecked ones.</param>
internal sealed record VerificationResult(int Events, int Rules, long Matches, long ReferenceMatches, long Differences)
{
    public string ToJson() => JsonSerializer.Serialize(this, VerificationJson.Default.VerificationResult);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerificationResult))]
internal sealed partial class VerificationJson : JsonSerializerContext;

/// <summary>
/// Holds the engine against the reference evaluator of its tests, event by event, with events checked before and with unchecked ones.
/// </summary>
internal sealed class Verification(IReadOnlyList<WorkloadRule> rules, TextWriter report)
{
    private readonly RuleSet _set = RuleSet.Build(rules.Select(rule => KeyValuePair.Create(rule.Name, rule.Pattern)));

    // The limit on wildcards is not what is held against the reference here.
    private readonly List<List<List<KeyValuePair<string, List<Test>>>>> _reference =
        [.. rules.Select(rule => ReferencePattern.Compile(rule.PatternText, isLimited: false))];

    private readonly Dictionary<string, int> _places =
        rules.Select((rule, place) => (rule.Name, place)).ToDictionary(entry => entry.Name, entry => entry.place);
    private readonly MatchBuffer _buffer = new();

    private int _events;
    private long _matches;
    private long _referenceMatches;
    private long _differences;

    public VerificationResult Run(IEnumerable<(int Number, string Text)> lines)
    {
        foreach (var (number, text) in lines)
        {
            Verify(number, text);
        }

        return new VerificationResult(_events, rules.Count, _matches, _referenceMatches, _differences);
    }

    private void Verify(int number, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var expected = Expected(text);
        var checkedEvent = Workload.Checked(utf8, $"line {number} of the events");
        Compare(number, "checked", expected, _set.Match(checkedEvent, _buffer));
        _events++;
        _matches += _buffer.Count;
        _referenceMatches += expected.Count(matches => matches);
        Compare(number, "unchecked", expected, _set.Match(utf8, _buffer));
    }

    private bool[] Expected(string text)
    {
        var @event = ReferenceEvent.Read(text);
        return [.. _reference.Select(rule => @event is not null && ReferenceMatcher.Matches(rule, @event))];
    }

    private void Compare(int number, string path, bool[] expected, MatchOutcome outcome)
    {
        if (outcome is not (MatchOutcome.Matched or MatchOutcome.NoMatch))
        {
            Differ($"line {number}, {path}: the engine says {outcome}.");
            return;
        }

        var actual = new bool[expected.Length];
        foreach (var id in _buffer.RuleIds)
        {
            actual[_places[id]] = true;
        }

        for (var place = 0; place < expected.Length; place++)
        {
            if (actual[place] != expected[place])
            {
                var (engine, reference) = expected[place] ? ("does not match", "matches") : ("matches", "does not match");
                var rule = rules[place];
                var answers = $"{engine} by the engine, but {reference} by the reference";
                Differ($"line {number}, {path}: rule '{rule.Name}' {answers}: {rule.PatternText}");
            }
        }
    }

    private void Differ(string what)
    {
        if (_differences++ == 0)
        {
            report.WriteLine(what);
        }
    }
}
