using Waybill.EventPatterns;
using Waybill.EventPatterns.Benchmarks;

namespace Waybill.Benchmarks.Tests;

public sealed class VerificationTests
{
    [Fact]
    public void The_first_difference_is_told_and_all_are_counted()
    {
        using var report = new StringWriter();
        // The engine is given another pattern than the reference evaluator, so that they cannot agree.
        var rule = new WorkloadRule("r", """{"a":[2]}""", EventPattern.Parse("""{"a":[1]}"""), IsOverLimit: false);
        var result = new Verification([rule], report).Run([(7, """{"a":1}"""), (9, """{"a":2}"""), (11, """{"a":3}""")]);
        Assert.Equal(new VerificationResult(Events: 3, Rules: 1, Matches: 1, ReferenceMatches: 1, Differences: 4), result);
        Assert.Equal(
            """line 7, checked: rule 'r' matches by the engine, but does not match by the reference: {"a":[2]}""",
            report.ToString().TrimEnd());
    }
}
