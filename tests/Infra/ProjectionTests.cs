using System.Text.Json.Nodes;

namespace Waybill.Infra;

/// <summary>A projection has two tables; <c>cdk.json</c> says which one is live.</summary>
public sealed class ProjectionTests(SynthesizedStacks stacks)
{
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_keeper_of_a_projection_is_told_of_both_tables_and_may_write_either(string environment)
    {
        var stack = stacks.Stack(environment, "orders");
        var variables = stack.The("AWS::Lambda::Function", "FunctionName", $"waybill-{environment}-TrackOrder")
            .Properties["Environment"]!["Variables"]!;
        var tables = stack.Of("AWS::DynamoDB::Table")
            .ToDictionary(table => table.LogicalId, table => (string)table.Properties["TableName"]!);

        Assert.Equal($"waybill-{environment}-orders-timelines-blue", tables[(string)variables["TIMELINES_TABLE"]!["Ref"]!]);
        Assert.Equal($"waybill-{environment}-orders-timelines-green", tables[(string)variables["TIMELINES_TABLE_IDLE"]!["Ref"]!]);
        Assert.Equal("first", (string?)variables["PROJECTION_VERSION"]);
        Assert.Equal(2, tables.Count); // It is repeatable: there is nothing to remember.
    }

    [Theory]
    [InlineData("""{"tables":"red","version":"20260302T210000Z"}""", "TrackOrder/tables is \"red\"; it must be one of blue, green")]
    [InlineData("""{"tables":"green","version":"2"}""", "TrackOrder/version is \"2\"; it must be what './waybill rebuild' printed")]
    [InlineData("""{"tables":"green"}""", "TrackOrder/version is missing")]
    [InlineData("""{"tables":"green","version":"20260302T210000Z","since":1}""", "TrackOrder/since is not a setting")]
    public void What_is_live_is_one_of_the_two_and_a_version(string chosen, string complaint)
    {
        var settings = new Section(new JsonObject { ["TrackOrder"] = JsonNode.Parse(chosen) }, "cdk.json", "/projections");

        var wrong = Assert.Throws<ConfigurationException>(() => Projection.Of(
            "TrackOrder", "TIMELINES_TABLE", settings, _ => throw new InvalidOperationException("No table is made."), []));

        Assert.Contains($"cdk.json /projections/{complaint}", wrong.Message, StringComparison.Ordinal);
    }
}
