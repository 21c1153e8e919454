using System.Text.Json.Nodes;
using Waybill.Eventing.Publishing;
using Waybill.Tests.Support;

namespace Waybill.Functions.Tests;

/// <summary>The build puts into each team's functions the schemas of the events its service sends, and nobody lists them by hand.</summary>
public sealed class EmbeddedSchemaTests
{
    public static TheoryData<string> Teams => [.. EntryLine.Teams.Select(team => team.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Teams))]
    public void A_teams_functions_carry_the_schemas_of_exactly_the_events_its_service_sends(string team)
    {
        var sent = Directory.EnumerateDirectories(Checkout.File("events-catalog/domains"))
            .Select(domain => Path.Combine(domain, "services", team, "events")).Where(Directory.Exists)
            .SelectMany(events => Directory.EnumerateFiles(events, "schema.json", SearchOption.AllDirectories))
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["$id"]!.GetValue<string>());

        var carried = SchemaCheck.EmbeddedIn(EntryLine.Teams.Single(one => one.GetName().Name == team)).Select(schema => schema.Id!);

        Assert.Equal(sent.Order(StringComparer.Ordinal), carried.Order(StringComparer.Ordinal));
    }
}
