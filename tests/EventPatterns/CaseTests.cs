using System.Text;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

/// <summary>Every case of <c>cases/*.json</c>, through the engine and through the reference evaluator.</summary>
public sealed class CaseTests
{
    public static TheoryData<string, string> Cases => new(PatternCase.All.Select(entry => (entry.File, entry.Name)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_decides_as_EventBridge_does(string file, string name)
    {
        var entry = PatternCase.Find(file, name);
        if (entry.Expected == "error")
        {
            AssertRefusal(entry, Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(entry.Pattern)));
            return;
        }
        var matches = EventPattern.Parse(entry.Pattern).Matches(Encoding.UTF8.GetBytes(entry.Event));
        Assert.Equal(entry.Expected, matches ? "match" : "no");
    }

    [Theory(Skip = "It does not ask the engine.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    [MemberData(nameof(Cases))]
    public void The_reference_evaluator_decides_so_too(string file, string name)
    {
        var entry = PatternCase.Find(file, name);
        Assert.Equal(entry.Expected, ReferenceMatcher.Decide(entry.Pattern, entry.Event));
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own()
    {
        Assert.Equal(PatternCase.All.Count, PatternCase.All.DistinctBy(entry => (entry.File, entry.Name)).Count());
        Assert.True(PatternCase.All.Count >= 250);
    }

    [Fact]
    public void Every_rule_of_the_specification_names_a_case_file_and_every_file_is_named()
    {
        var specification = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PATTERNS.md"));
        var rules = specification.Split("\n## ").Skip(1).Where(section => !section.StartsWith("What is not", StringComparison.Ordinal))
            .ToList();
        Assert.All(rules, section => Assert.Contains("Cases: `", section));
        Assert.All(PatternCase.All.Select(entry => entry.File).Distinct(), file => Assert.Contains($"`{file}.json`", specification));
    }

    private static void AssertRefusal(PatternCase entry, InvalidEventPatternException refusal)
    {
        Assert.Equal(entry.Message, refusal.Reason);
        Assert.Equal(entry.JsonPointer, refusal.Pointer);
        Assert.Equal(entry.At ?? $"{refusal.Line}:{refusal.Column}", $"{refusal.Line}:{refusal.Column}");
        var message = $"Event pattern is not valid. Reason: {entry.Message}";
        Assert.StartsWith(message, refusal.Message);
        Assert.EndsWith(entry.At is null ? message : $"; line: {refusal.Line}, column: {refusal.Column}]", refusal.Message);
    }
}
