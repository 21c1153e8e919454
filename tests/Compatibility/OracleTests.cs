using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog.Compatibility;
using Waybill.Compatibility.Tests.Oracle;
using Waybill.JsonSchemas;

namespace Waybill.Compatibility.Tests;

/// <summary>Holds what is said of random changes against json-schema-faker and ajv, which know nothing of how it was found.</summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private const int EditsPerSchema = 8;
    private const int EditsAtOnce = 2_000;

    private static readonly int Edits = Setting("COMPATIBILITY_EDITS", 400);
    private static readonly int Rewrites = Setting("COMPATIBILITY_REWRITES", 400);
    private static readonly int Seed = Setting("COMPATIBILITY_SEED", 20261120);

    /// <summary>A run repeats itself; COMPATIBILITY_REWRITES and COMPATIBILITY_SEED make it longer or another.</summary>
    [Fact]
    public void The_same_in_other_words_is_never_called_breaking_and_seldom_undecided()
    {
        var random = new Random(Seed);
        var (schemas, rewrites) = (new RandomSchemas(random), new RandomRewrites(random));
        var changes = new List<Change>();
        while (changes.Count < Rewrites)
        {
            var old = schemas.Document();
            if (Change.Of(old, rewrites.Rewrite(old, random.Next(1, 7)), random.Next()) is { } change)
            {
                changes.Add(change);
            }
        }

        var breaking = changes.Where(change => change.Has(Answer.No)).ToList();
        var undecided = changes.Where(change => change.Has(Answer.Undecided)).ToList();
        output.WriteLine($"seed {Seed}, {changes.Count} rewritten: {breaking.Count} breaking, {undecided.Count} undecided");
        undecided.Take(8).ToList().ForEach(change => output.WriteLine(change.ToString()));
        Assert.True(breaking.Count == 0, $"{breaking.Count} called breaking, seed {Seed}\n{string.Join("\n", breaking.Take(8))}");
        Assert.True(undecided.Count <= changes.Count * 0.05, $"{undecided.Count} of {changes.Count} undecided, seed {Seed}");
    }

    /// <summary>A run repeats itself; COMPATIBILITY_EDITS and COMPATIBILITY_SEED make it longer or another.</summary>
    [Fact]
    public async Task Nothing_called_compatible_has_a_counter_example_and_every_counter_example_is_one()
    {
        output.WriteLine($"seed {Seed}, {Edits} edits");
        var random = new Random(Seed);
        var (problems, judgements) = (new List<string>(), new List<Judgement>());
        for (var left = Edits; left > 0; left -= EditsAtOnce)
        {
            var changes = RandomChanges(random, Math.Min(left, EditsAtOnce));
            judgements.AddRange(changes.SelectMany(change => new[] { change.Verdict.Backward, change.Verdict.Forward }));
            var questions = changes.Select(change => change.Question()).ToList();
            var answers = await SchemaOracle.JudgeAsync(questions, TestContext.Current.CancellationToken);
            problems.AddRange(changes.Zip(answers).SelectMany(pair => pair.First.Problems(pair.Second)));
        }

        var counts = judgements.CountBy(judgement => judgement.Answer).ToDictionary();
        output.WriteLine(string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}")));
        Assert.True(problems.Count == 0, $"{problems.Count} problems, seed {Seed}\n{string.Join("\n", problems.Take(8))}");
        Assert.InRange(counts.GetValueOrDefault(Answer.Undecided), 0, judgements.Count * 0.05);
    }

    private static List<Change> RandomChanges(Random random, int count)
    {
        var (schemas, changes) = (new RandomSchemas(random), new List<Change>());
        var edits = new RandomEdits(random, schemas);
        while (changes.Count < count)
        {
            var old = schemas.Document();
            changes.AddRange(Enumerable.Range(0, EditsPerSchema)
                .Select(_ => Change.Of(old, edits.Edit(old, random.Next(1, 4)), random.Next())).OfType<Change>());
        }

        return changes;
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;

    private sealed record Change(JsonSchema Old, JsonSchema New, SchemaVerdict Verdict, int Seed)
    {
        /// <summary>The change judged; null when a schema is refused, or nothing has changed.</summary>
        public static Change? Of(JsonNode old, JsonNode @new, int seed)
        {
            if (JsonNode.DeepEquals(old, @new))
            {
                return null;
            }

            try
            {
                var (before, after) = (Parse(old), Parse(@new));
                return new Change(before, after, SchemaComparison.Compare(before, after), seed);
            }
            catch (JsonSchemaException)
            {
                return null; // A definition that refers to itself without end, mostly.
            }
        }

        public bool Has(Answer answer) => Verdict.Backward.Answer == answer || Verdict.Forward.Answer == answer;

        public override string ToString() =>
            $"{Verdict.Backward.Answer}, {Verdict.Forward.Answer}:\n  old {Old.Document.GetRawText()}\n  new {New.Document.GetRawText()}";

        public string Question()
        {
            var examples = new[] { Verdict.Backward, Verdict.Forward }.Select(judgement => judgement.CounterExample).OfType<JsonElement>();
            return new JsonObject
            {
                ["seed"] = Seed,
                ["old"] = JsonNode.Parse(Old.Document.GetRawText()),
                ["new"] = JsonNode.Parse(New.Document.GetRawText()),
                ["names"] = new JsonArray([.. RandomSchemas.Names.Append("zzz").Select(name => JsonValue.Create(name))]),
                ["examples"] = new JsonArray([.. examples.Select(example => JsonNode.Parse(example.GetRawText()))]),
            }.ToJsonString();
        }

        public IEnumerable<string> Problems(IReadOnlyList<JudgedValue> values)
        {
            foreach (var value in values)
            {
                if (Old.Validate(value.Value) is [] != value.InOld || New.Validate(value.Value) is [] != value.InNew)
                {
                    yield return Text("our validator and ajv differ", value);
                }

                var isBackward = Verdict.Backward.Answer == Answer.Yes
                    || (Verdict.Backward.Answer == Answer.YesAsWritten && value.From == "old");
                if (value is { InOld: true, InNew: false } && isBackward)
                {
                    yield return Text($"backward is {Verdict.Backward.Answer}", value);
                }

                if (value is { InNew: true, InOld: false } && Verdict.Forward.IsCompatible)
                {
                    yield return Text($"forward is {Verdict.Forward.Answer}", value);
                }
            }

            foreach (var (judgement, isOld) in new[] { (Verdict.Backward, true), (Verdict.Forward, false) })
            {
                var found = judgement.CounterExample is { } example ? values.Last(value => value.IsExample(example)) : null;
                if (found is not null && (found.InOld, found.InNew) != (isOld, !isOld))
                {
                    yield return Text("not a counter-example", found);
                }
            }
        }

        private string Text(string problem, JudgedValue value) =>
            $"{problem}: {this}\n  value {value.Value.GetRawText()} (old {value.InOld}, new {value.InNew})";

        private static JsonSchema Parse(JsonNode schema) => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema.ToJsonString()));
    }
}
