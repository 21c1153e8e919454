using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Waybill.Eventing.Consuming;
using Waybill.Eventing.Publishing;
using Waybill.Tests.Support;

namespace Waybill.Functions.Tests;

/// <summary>
/// Nobody shares a contract assembly (docs/decisions/0018). Instead what each consumer reads, and what each team writes, is held against
/// the catalog here: every version of the schema and every example. Both are found in the teams' assemblies.
/// </summary>
public sealed class TolerantReaderTests(SynthesizedRules rules)
{
    /// <summary>All but the guard's, which reads whatever is on the bus.</summary>
    public static TheoryData<string> Consumers =>
        [.. EntryLine.All.Where(line => line.Consumer != "ReportUncataloguedEvent").Select(line => line.Consumer)];

    public static TheoryData<string> PublishedTypes => [.. Published.Keys];

    private static Dictionary<string, (IEnumerable<string> Fields, string DataSchema)> Published { get; } =
        EntryLine.Teams.SelectMany(team => team.GetTypes()).SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(EventType<>))
            .Select(field => field.GetValue(null)!)
            .ToDictionary(type => Text(type, "Type"), type => (Fields((JsonTypeInfo)Value(type, "Json")), Text(type, "DataSchema")));

    [Theory]
    [MemberData(nameof(Consumers))]
    public void A_consumer_reads_every_example_of_what_it_listens_to(string consumer)
    {
        var line = EntryLine.All.Single(one => one.Consumer == consumer);
        var types = rules.HeardBy(line);

        Assert.NotEmpty(types);
        Assert.All(types, type =>
        {
            var examples = Examples.Of(type);
            Assert.True(examples.Count >= 2, $"The catalog has {examples.Count} examples of {type}.");
            Assert.All(examples, example => Assert.NotNull(
                JsonSerializer.Deserialize(JsonNode.Parse(example)!["data"]!.ToJsonString(), TypeOf(line.Record))));
        });
    }

    [Theory]
    [MemberData(nameof(Consumers))]
    public void A_consumer_reads_only_fields_that_every_version_promises(string consumer)
    {
        var line = EntryLine.All.Single(one => one.Consumer == consumer);
        var fields = Fields(TypeOf(line.Record)).ToHashSet();

        Assert.All(rules.HeardBy(line).SelectMany(Examples.Schemas), schema => Assert.Subset(Names(schema["required"]!.AsArray()), fields));
    }

    [Theory]
    [MemberData(nameof(PublishedTypes))]
    public void A_team_writes_the_fields_its_newest_schema_describes_and_all_that_it_promises(string type)
    {
        var (fields, dataSchema) = Published[type];
        var schema = Assert.Single(Examples.Schemas(type), schema => schema["$id"]!.GetValue<string>() == dataSchema);

        Assert.Subset(schema["properties"]!.AsObject().Select(property => property.Key).ToHashSet(), fields.ToHashSet());
        Assert.Superset(Names(schema["required"]!.AsArray()), fields.ToHashSet());
    }

    /// <summary>As the inbox reads it: out of whichever of the team's contexts knows it.</summary>
    private static JsonTypeInfo TypeOf(Type record)
    {
        var declared = record.Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => ((JsonSerializerContext)Activator.CreateInstance(type)!).GetTypeInfo(record)).First(type => type is not null)!;
        return (JsonTypeInfo)typeof(EventData).GetMethod(nameof(EventData.TypeOf))!.MakeGenericMethod(record).Invoke(null, [declared])!;
    }

    private static IEnumerable<string> Fields(JsonTypeInfo type) => type.Properties.Select(property => property.Name);

    private static HashSet<string> Names(JsonArray names) => [.. names.Select(name => name!.GetValue<string>())];

    private static string Text(object of, string property) => (string)Value(of, property);

    private static object Value(object of, string property) =>
        of.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(of)!;
}
