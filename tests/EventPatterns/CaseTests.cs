using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>Every case of <c>cases/*.json</c>, through the engine.</summary>
public sealed class CaseTests
{
    public static TheoryData<string, string> Cases => new(PatternCase.All.Select(entry => (entry.File, entry.Name)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_decides_as_EventBridge_does(string file, string name)
    {
        var entry = PatternCase.Find(file, name);
        if (entry.Expected is "error")
        {
            var refusal = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(entry.Pattern));
            if (entry.Message is not null)
                Assert.Equal(entry.Message, refusal.Reason);
            return;
        }
        var matches = EventPattern.Parse(entry.Pattern).Matches(Encoding.UTF8.GetBytes(entry.Event));
        Assert.Equal(entry.Expected, matches ? "match" : "no");
    }
}
