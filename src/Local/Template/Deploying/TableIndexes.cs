using System.Text.Json.Nodes;
using Waybill.Local.Template.Applying;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>What CloudFormation refuses of a table's global secondary indexes: two of them made or deleted in one update, and another key
/// or projection of one.</summary>
internal static class TableIndexes
{
    public const string Property = "GlobalSecondaryIndexes";

    /// <summary>What may change of an index that stays.</summary>
    private static readonly string[] InPlace =
        ["ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput", "ContributorInsightsSpecification"];

    public static bool AreRefused(Resource before, Resource after)
    {
        var (old, now) = (ByName(before), ByName(after));
        return old.Keys.Except(now.Keys, StringComparer.Ordinal).Count() + now.Keys.Except(old.Keys, StringComparer.Ordinal).Count() > 1
            || old.Any(index => now.TryGetValue(index.Key, out var same) && !JsonNode.DeepEquals(index.Value, same));
    }

    /// <summary>What a table's items are found by.</summary>
    public static string Keys(Resource table) => TableKeys.Of(Node(table, "KeySchema"), Node(table, "AttributeDefinitions"));

    private static Dictionary<string, JsonNode> ByName(Resource table)
    {
        var indexes = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var index in (Node(table, Property) as JsonArray ?? []).OfType<JsonObject>())
        {
            var lasting = index.DeepClone().AsObject();
            foreach (var property in InPlace)
            {
                lasting.Remove(property);
            }

            indexes[$"{index["IndexName"]}"] = lasting;
        }

        return indexes;
    }

    private static JsonNode? Node(Resource resource, string property) =>
        PropertyValue.Of(resource.Stack, resource.Written(property)).Resolved;
}
