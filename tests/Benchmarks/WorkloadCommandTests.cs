namespace Waybill.Benchmarks.Tests;

public sealed class WorkloadCommandTests : IDisposable
{
    private const string Simple = """{"name":"simple","pattern":{"a":[1]}}""";

    // More stars than EventBridge takes.
    private const string ManyStars = """{"name":"many stars","pattern":{"s":[{"wildcard":"*a*b*a*b*a*b*a*b*a*b*"}]}}""";

    private static readonly string[] Events =
        ["""{"a":1,"s":"ababababab"}""", """{"a":2,"s":"ab"}""", """{"a":[2,1],"s":"\u0061bababababab"}"""];

    private readonly BenchmarkProgram _program = new();

    [Theory]
    [InlineData("--threads", "1")]
    [InlineData("--threads", "2", "--unchecked")]
    public async Task Run_measures_the_engine_beside_a_reader_and_counts_rules_over_the_limit(params string[] options)
    {
        var answer = await BenchmarkProgram.RunAsync(["run", .. Workload(Simple, ManyStars), "--seconds", "0", .. options]);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Complaints));
        Assert.Equal((2, 1, 4), (Number(answer, "rules"), Number(answer, "overLimit"), Number(answer, "matches")));
        string[] positive =
        [
            "loadSeconds", "heapBytes", "patternBytes", "eventsPerSecond", "medianEventsPerSecond", "bytesPerSecond",
            "readerEventsPerSecond", "medianReaderEventsPerSecond", "timesReader",
        ];
        Assert.All(positive, name => Assert.True(answer.Figures.GetProperty(name).GetDouble() > 0, name));
        Assert.True(answer.Figures.GetProperty("allocatedBytesPerEvent").GetDouble() >= 0);

        // Every event is held against the rule with the stars, and has a text; two of three have the number.
        Assert.InRange(answer.Figures.GetProperty("keysLookedUpPerEvent").GetDouble(), 5 / 3.0, 7 / 3.0);
        Assert.Equal((1, 1), (Number(answer, "rulesDecidedPerEvent"), Number(answer, "comparisonsPerEvent")));
    }

    [Fact]
    public async Task Verify_finds_the_engine_and_the_reference_evaluator_of_one_mind()
    {
        var answer = await BenchmarkProgram.RunAsync(["verify", .. Workload(Simple, ManyStars), "--events", "2"]);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Complaints));
        Assert.Equal("""{"events":2,"rules":2,"matches":2,"referenceMatches":2,"differences":0}""", answer.Output.TrimEnd());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("verify")]
    public async Task A_rule_that_is_refused_for_more_than_its_stars_is_named(string command)
    {
        var answer = await BenchmarkProgram.RunAsync([command, .. Workload(Simple, """{"name":"wrong","pattern":{"a":[{"prefix":7}]}}""")]);
        Assert.Equal((1, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("rules.jsonl:2: the rule 'wrong' is refused. Event pattern is not valid. Reason: prefix", answer.Complaints);
    }

    public void Dispose() => _program.Dispose();

    private string[] Workload(params string[] rules) => [_program.Write("rules.jsonl", rules), _program.Write("events.jsonl", Events)];

    private static int Number(BenchmarkProgram.Answer answer, string name) => answer.Figures.GetProperty(name).GetInt32();
}
