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

    private static readonly int Edits = Setting("COMPATIBILITY_EDITS", 400);
    private static readonly int Seed = Setting("COMPATIBILITY_SEED", 20261120);

    /// <summary>A run repeats itself; COMPATIBILITY_EDITS and COMPATIBILITY_SEED make it longer or another.</summary>
    [Fact]
    public async Task Nothing_called_compatible_has_a_counter_example_and_every_counter_example_is_one()
    {
        output.WriteLine($"seed {Seed}, {Edits} edits");
        var random = new Random(Seed);
        var (schemas, changes) = (new RandomSchemas(random), new List<Change>());
        var edits = new RandomEdits(random, schemas);
        var refused = 0;
        while (changes.Count < Edits)
        {
            var old = schemas.Document();
            for (var i = 0; i < EditsPerSchema && changes.Count < Edits; i++)
            {
                if (Change.Of(old, edits.Edit(old, random.Next(1, 4)), random.Next()) is { } change)
                {
                    changes.Add(change);
                }
                else
                {
                    refused++;
                }
            }
        }

        var answers = await SchemaOracle.JudgeAsync([.. changes.Select(change => change.Question())], TestContext.Current.CancellationToken);
        var problems = changes.Zip(answers).SelectMany(pair => pair.First.Problems(pair.Second)).ToList();

        output.WriteLine($"{refused} refused; {answers.Sum(values => values.Count)} values");
        output.WriteLine(Count("backward", changes.Select(change => change.Verdict.Backward)));
        var decided = changes.Sum(change => (change.Verdict.Backward.Answer == Answer.Undecided ? 0 : 1) + (change.Verdict.Forward.Answer == Answer.Undecided ? 0 : 1));
        output.WriteLine(Count("forward", changes.Select(change => change.Verdict.Forward)));
        Assert.True(decided > changes.Count * 2 * 0.8, $"only {decided} of {changes.Count * 2} answers are decided");
        Assert.True(problems.Count == 0, $"{problems.Count} problems, seed {Seed}\n{string.Join("\n", problems.Take(8))}");
    }

    private static string Count(string direction, IEnumerable<Judgement> judgements) =>
        $"{direction}: {string.Join(", ", judgements.CountBy(judgement => judgement.Answer).OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"))}";

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

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
                var (before, after) = (JsonSchema.Parse(Encoding.UTF8.GetBytes(old.ToJsonString())), JsonSchema.Parse(Encoding.UTF8.GetBytes(@new.ToJsonString())));
                return new Change(before, after, SchemaComparison.Compare(before, after), seed);
            }
            catch (JsonSchemaException)
            {
                return null; // A definition that refers to itself without end, mostly.
            }
        }

        public string Question()
        {
            var examples = new[] { Verdict.Backward, Verdict.Forward }.Select(judgement => judgement.CounterExample?.GetRawText()).OfType<string>();
            var names = string.Join(',', RandomSchemas.Names.Append("zzz").Select(name => $"\"{name}\""));
            return $$"""{"seed":{{Seed}},"old":{{Old.Document.GetRawText()}},"new":{{New.Document.GetRawText()}},"names":[{{names}}],"examples":[{{string.Join(',', examples)}}]}""";
        }

        public IEnumerable<string> Problems(IReadOnlyList<JudgedValue> values)
        {
            foreach (var value in values)
            {
                if (Old.Validate(value.Value) is [] != value.InOld || New.Validate(value.Value) is [] != value.InNew)
                {
                    yield return Text("our validator and ajv differ", value);
                }

                if (value is { InOld: true, InNew: false } && (Verdict.Backward.Answer == Answer.Yes || (Verdict.Backward.Answer == Answer.YesAsWritten && value.From == "old")))
                {
                    yield return Text($"backward is {Verdict.Backward.Answer}", value);
                }

                if (value is { InNew: true, InOld: false } && Verdict.Forward.IsCompatible)
                {
                    yield return Text($"forward is {Verdict.Forward.Answer}", value);
                }
            }

            foreach (var (judgement, isBackward) in new[] { (Verdict.Backward, true), (Verdict.Forward, false) })
            {
                var found = judgement.CounterExample is { } example ? values.LastOrDefault(value => value.From == "waybill" && JsonElement.DeepEquals(value.Value, example)) : null;
                if (found is not null && (isBackward ? found is not { InOld: true, InNew: false } : found is not { InNew: true, InOld: false }))
                {
                    yield return Text("not a counter-example", found);
                }
            }
        }

        private string Text(string problem, JudgedValue value) =>
            $"{problem}:\n  old {Old.Document.GetRawText()}\n  new {New.Document.GetRawText()}\n  value {value.Value.GetRawText()} (old {value.InOld}, new {value.InNew})";
    }
}
