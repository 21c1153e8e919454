using System.Text.Json;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>The two files of a workload: rules are lines of <c>{"name", "pattern"}</c>, events one JSON a line.</summary>
internal static class Workload
{
    /// <exception cref="InvalidDataException">A line is no rule, or its pattern is refused for more than its wildcards.</exception>
    public static IEnumerable<WorkloadRule> Rules(string file) =>
        Lines(file).Select(line => WorkloadRule.Parse(line.Text, $"{file}:{line.Number}"));

    public static IEnumerable<(int Number, string Text)> Lines(string file) =>
        File.ReadLines(file).Select((text, index) => (index + 1, text)).Where(line => line.text.Length > 0);

    /// <exception cref="InvalidDataException">The event is not sound.</exception>
    public static CheckedEvent Checked(byte[] utf8, string where) =>
        CheckedEvent.TryCheck(utf8, out var checkedEvent) is var outcome && outcome == MatchOutcome.NoMatch
        ? checkedEvent
        : throw new InvalidDataException($"{where}: the event is {outcome}, where a JSON object within the engine's limits is wanted.");
}

/// <param name="Name">The rule's id.</param>
/// <param name="PatternText">The pattern as it is written.</param>
/// <param name="Pattern">The pattern, parsed.</param>
/// <param name="IsOverLimit">Whether EventBridge would refuse the pattern, and for its wildcards only.</param>
internal sealed record WorkloadRule(string Name, string PatternText, EventPattern Pattern, bool IsOverLimit)
{
    // A pattern that is deeper is refused with a better message than the JSON around it.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2_000 };

    public static WorkloadRule Parse(string line, string where)
    {
        try
        {
            using var rule = JsonDocument.Parse(line, Deep);
            var pattern = rule.RootElement.GetProperty("pattern");
            var text = pattern.ValueKind == JsonValueKind.String ? pattern.GetString()! : pattern.GetRawText();
            return Parse(rule.RootElement.GetProperty("name").GetString()!, text, where);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($$"""{{where}}: not a rule {"name", "pattern"}: {{wrong.Message}}""", wrong);
        }
    }

    private static WorkloadRule Parse(string name, string pattern, string where)
    {
        try
        {
            return new WorkloadRule(name, pattern, EventPattern.Parse(pattern), IsOverLimit: false);
        }
        catch (InvalidEventPatternException)
        {
            return OverLimit(name, pattern, where);
        }
    }

    private static WorkloadRule OverLimit(string name, string pattern, string where)
    {
        try
        {
            return new WorkloadRule(name, pattern, EventPattern.ParseWithoutLimit(pattern), IsOverLimit: true);
        }
        catch (InvalidEventPatternException refusal)
        {
            throw new InvalidDataException($"{where}: the rule '{name}' is refused. {refusal.Message}", refusal);
        }
    }
}
