using System.Globalization;

namespace Waybill.Catalog.Benchmarks;

/// <summary>A company on paper: a catalog, templates and consumers that agree with each other, the same for the same seed.</summary>
internal sealed class GeneratedCompany(string root, int events, int consumers, int seed)
{
    public const int Versions = 3;
    private const int ConsumersPerTeam = 10;
    private const int EventsPerConsumer = 10;
    private const int Properties = 12;

    private static readonly string[] Kinds = ["string", "integer", "number", "boolean"];

    private readonly Random _random = new(seed);

    private int Teams => Math.Max(1, consumers / ConsumersPerTeam);

    public void Write()
    {
        Write("events-catalog/rfcs/0001-begin.md", "# Begin\n");
        for (var team = 0; team < Teams; team++)
        {
            WriteTeam(team);
        }

        for (var e = 0; e < events; e++)
        {
            for (var version = 1; version <= Versions; version++)
            {
                WriteVersion(e, version);
            }
        }
    }

    /// <summary>Consumers share out the events, so that each is heard by the same number of them.</summary>
    private IEnumerable<int> HeardBy(int consumer) =>
        Enumerable.Range(0, EventsPerConsumer).Select(i => ((consumer * EventsPerConsumer) + i) % events).Distinct();

    private IEnumerable<int> ConsumersOf(int team) => Enumerable.Range(0, consumers).Where(consumer => consumer % Teams == team);

    private int TeamOf(int e) => e % Teams;

    private static string Name(int e) => $"Thing{e}Changed";

    private void WriteTeam(int team)
    {
        Write(
            $"events-catalog/teams/team{team}.mdx",
            $"---\nid: team{team}\nname: Team {team}\nsummary: One of many.\nemail: team{team}@company.example\n"
            + "waybill:\n  clearance: [pseudonymous]\n---\n");
        var sends = Enumerable.Range(0, events).Where(e => TeamOf(e) == team)
            .SelectMany(e => Enumerable.Range(1, Versions).Select(version => $"  - id: {Name(e)}\n    version: {version}.0.0\n"));
        var receives = ConsumersOf(team).SelectMany(consumer => HeardBy(consumer).Select(e => (Event: e, Consumer: $"Consumer{consumer}")))
            .GroupBy(heard => heard.Event, heard => heard.Consumer)
            .Select(heard => $"  - id: {Name(heard.Key)}\n    version: {Versions}.0.0\n"
                + $"    consumers: [{string.Join(", ", heard.Distinct())}]\n");
        Write(
            $"events-catalog/domains/Everything/services/Team{team}/index.mdx",
            $"---\nid: Team{team}\nname: Team {team}\nversion: 1.0.0\nsummary: One of many.\nowners:\n  - team{team}\n"
            + $"sends:\n{string.Concat(sends)}receives:\n{string.Concat(receives)}---\n");
        Write(
            $"cdk.out/team{team}.template.json",
            $$"""{ "Resources": { {{string.Join(",\n", ConsumersOf(team).Select(consumer => Resources(team, consumer)))}} } }""");
        foreach (var consumer in ConsumersOf(team))
        {
            WriteConsumer(team, consumer);
        }
    }

    private string Resources(int team, int consumer)
    {
        var heard = HeardBy(consumer).ToList();
        var sources = string.Join(", ", heard.Select(e => $"\"company.team{TeamOf(e)}\"").Distinct());
        var types = string.Join(", ", heard.Select(e => $"\"{Name(e)}.v{Versions}\""));
        return $$"""
            "Rule{{consumer}}": { "Type": "AWS::Events::Rule", "Properties": { "Name": "Consumer{{consumer}}", "State": "ENABLED",
              "EventBusName": "company",
              "EventPattern": { "source": [{{sources}}], "detail-type": [{{types}}] },
              "Targets": [{ "Id": "Queue", "Arn": { "Fn::GetAtt": ["Queue{{consumer}}", "Arn"] } }] } },
            "Queue{{consumer}}": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": 120 } },
            "Mapping{{consumer}}": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": {
              "EventSourceArn": { "Fn::GetAtt": ["Queue{{consumer}}", "Arn"] }, "FunctionName": { "Ref": "Function{{consumer}}" } } },
            "Function{{consumer}}": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "Team{{team}}",
              "Environment": { "Variables": { "ANNOTATIONS_HANDLER": "Consumer{{consumer}}" } } } }
            """;
    }

    private void WriteConsumer(int team, int consumer) => Write(
        $"functions/Team{team}/Consumer{consumer}.cs",
        $$"""
        namespace Company.Team{{team}};

        public sealed class Consumer{{consumer}} : IConsumer<Read{{consumer}}>
        {
            public Task ConsumeAsync(Event<Read{{consumer}}> @event, CancellationToken cancellationToken) => Task.CompletedTask;
        }

        public sealed record Read{{consumer}}(string ThingId, IReadOnlyList<Line{{consumer}}> Lines, string? Note = null);

        public sealed record Line{{consumer}}(string Sku, int Quantity);

        """);

    private void WriteVersion(int e, int version)
    {
        var (name, source) = (Name(e), $"company.team{TeamOf(e)}");
        var folder = $"events-catalog/domains/Everything/services/Team{TeamOf(e)}/events/{name}"
            + (version < Versions ? $"/versioned/{version}.0.0" : "");
        var end = version < Versions ? "\n  unheard: Every consumer has moved on." : "";
        var deprecated = version < Versions ? $"deprecated:\n  date: 2026-01-01\n  message: Use {name}.v{Versions}.\n" : "";
        Write(
            $"{folder}/index.mdx",
            $"---\nid: {name}\nname: Thing {e} changed\nversion: {version}.0.0\n"
            + $"summary: A thing has changed.\nowners:\n  - team{TeamOf(e)}\nschemaPath: schema.json\n{deprecated}"
            + $"waybill:\n  source: {source}\n  detail-type: {name}.v{version}\n"
            + $"  entity: Thing{e}\n  role: changes\n  shape: thin\n  rfc: 1{end}\n---\n\nFired whenever the thing has changed.\n");
        var kinds = Enumerable.Range(0, Properties).Select(_ => Kinds[_random.Next(Kinds.Length)]).ToList();
        Write($"{folder}/schema.json", Schema(name, version, kinds));
        for (var example = 0; example < 2; example++)
        {
            Write($"{folder}/examples/example{example}.json", Example(name, version, source, kinds));
        }
    }

    private static string Schema(string name, int version, IReadOnlyList<string> kinds)
    {
        var properties = string.Join(",\n", kinds.Select((kind, i) =>
            $$"""    "field{{i}}": { "description": "Field {{i}}.", "type": "{{kind}}", "x-personal-data": "none" }"""));
        return $$"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "https://events.company.example/{{name}}/{{version}}.0.0/schema.json",
              "type": "object",
              "required": ["thingId", "lines"],
              "properties": {
                "thingId": { "type": "string", "minLength": 1, "maxLength": 64, "x-personal-data": "pseudonymous" },
                "note": { "type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "x-personal-data": "none" },
                "lines": { "type": "array", "x-personal-data": "none", "items": { "$ref": "#/$defs/line" } },
            {{properties}}
              },
              "$defs": {
                "line": {
                  "type": "object", "required": ["sku", "quantity"],
                  "properties": { "sku": { "type": "string", "x-personal-data": "none" },
                    "quantity": { "type": "integer", "minimum": 1, "x-personal-data": "none" } }
                }
              }
            }
            """;
    }

    private string Example(string name, int version, string source, IReadOnlyList<string> kinds)
    {
        var fields = string.Join(", ", kinds.Select((kind, i) => $"\"field{i}\": {Value(kind)}"));
        return $$"""
            {
              "specversion": "1.0", "id": "{{_random.NextInt64()}}", "source": "{{source}}", "type": "{{name}}.v{{version}}",
              "time": "2026-03-02T09:15:04Z",
              "dataschema": "https://events.company.example/{{name}}/{{version}}.0.0/schema.json",
              "data": { "thingId": "{{_random.Next()}}", "note": "changed-mind",
                "lines": [{ "sku": "S1", "quantity": {{_random.Next(1, 9)}} }, { "sku": "S2", "quantity": 1 }], {{fields}} }
            }
            """;
    }

    private string Value(string kind) => kind switch
    {
        "string" => $"\"{_random.Next()}\"",
        "integer" => _random.Next().ToString(CultureInfo.InvariantCulture),
        "number" => Math.Round(_random.NextDouble() * 100, 2).ToString(CultureInfo.InvariantCulture),
        _ => _random.Next(2) == 0 ? "true" : "false",
    };

    private void Write(string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
