using System.IO.Compression;
using System.Text.Json;
using Waybill.Local.Template.Applying;
using Waybill.Local.Template.Resources;

namespace Waybill.Local.Tests.Template.Deploying;

public sealed class UpdateRulesTests
{
    /// <summary>No type of CloudFormation's: the CDK writes it beside the others, and it does nothing.</summary>
    private const string Metadata = "AWS::CDK::Metadata";

    [Fact]
    public void The_table_says_what_the_database_behind_cdk_diff_says()
    {
        using var file = new GZipStream(
            File.OpenRead(Path.Combine(Repository.Root, "node_modules", "aws-cdk", "db.json.gz")), CompressionMode.Decompress);
        using var database = JsonDocument.Parse(file);
        var types = database.RootElement.GetProperty("schema").GetProperty("resource").GetProperty("entities").EnumerateArray()
            .ToDictionary(type => type.GetProperty("cloudFormationType").GetString()!, StringComparer.Ordinal);

        Assert.All(UpdateRules.All.Where(rule => rule.Type != Metadata), rule => Assert.Equal(
            $"{rule.Type}: {string.Join(", ", Replacing(types[rule.Type]))}",
            $"{rule.Type}: {string.Join(", ", rule.Replacing.Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public void Every_type_that_runs_on_a_laptop_is_in_the_table() =>
        Assert.All(ResourceKinds.Types, type => Assert.NotNull(UpdateRules.Find(type)));

    private static IEnumerable<string> Replacing(JsonElement type) => type.GetProperty("properties").EnumerateObject()
        .Where(property => property.Value.TryGetProperty("causesReplacement", out var causes) && causes.GetString() == "yes")
        .Select(property => property.Name).Order(StringComparer.Ordinal);
}
