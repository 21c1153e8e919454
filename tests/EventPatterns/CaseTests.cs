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
            var refusal = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(entry.Pattern));
            if (entry.Message is not null)
                Assert.Equal(entry.Message, refusal.Message["Event pattern is not valid. Reason: ".Length..]);
            return;
        }
        var matches = EventPattern.Parse(entry.Pattern).Matches(Encoding.UTF8.GetBytes(entry.Event));
        Assert.Equal(entry.Expected, matches ? "match" : "no");
    }

    [Theory]
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
}
