using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace Waybill.Infra;

/// <summary>The function behind each subscription: how it is started, and what it is told.</summary>
public sealed class FunctionTests(SynthesizedShop shop)
{
    private static readonly Dictionary<string, string[]> OwnVariables = new()
    {
        ["Notifications"] = ["SENDER_ADDRESS", "CUSTOMER_DIRECTORY_URL"],
        ["Contracts"] = ["CONTRACTS_TABLE", "LOGISTICS_URL", "CONTRACT_PROVIDER_URL"],
        ["Inventory"] = ["STOCK_LEVELS_TABLE", "STOCK_MOVEMENTS_TABLE", "LOGISTICS_URL"],
        ["Warehouse"] = ["REORDERS_TABLE"],
        ["Orders"] = ["TIMELINES_TABLE"],
    };

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Starts_its_teams_executable_on_arm_with_its_own_log_group(string environment, string consumer)
    {
        var team = ExpectedSubscription.Of(consumer).Team;
        var stack = shop.Stack(environment, Names.Kebab(team));
        var logs = stack.The("AWS::Logs::LogGroup", "LogGroupName", $"/aws/lambda/waybill-{environment}-{consumer}");

        stack.Template.HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
        {
            ["FunctionName"] = $"waybill-{environment}-{consumer}",
            ["Handler"] = team,
            ["Runtime"] = "dotnet10",
            ["Architectures"] = new[] { "arm64" },
            ["MemorySize"] = 512,
            ["Timeout"] = 20,
            ["LoggingConfig"] = new Dictionary<string, object> { ["LogGroup"] = logs.Ref },
            ["Role"] = stack.The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{Names.Kebab(team)}-{consumer}").Arn,
            ["Code"] = Match.ObjectLike(new Dictionary<string, object> { ["S3Key"] = Match.AnyValue() }),
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Is_told_everything_it_needs_by_environment_variables(string environment, string consumer)
    {
        var (team, settings) = (ExpectedSubscription.Of(consumer).Team, SynthesizedShop.Settings(environment));
        var variables = Variables(environment, consumer);

        string[] ofEveryone = ["ANNOTATIONS_HANDLER", "EVENT_BUS_NAME", "EVENT_SOURCE", "IDEMPOTENCY_TABLE", "IDEMPOTENCY_RETENTION_DAYS", "SCHEMA_CHECK_PERCENT"];
        Assert.Equal([.. ofEveryone.Concat(OwnVariables[team]).Order(StringComparer.Ordinal)], variables.Select(v => v.Key).Order(StringComparer.Ordinal));
        Assert.Equal(consumer, (string?)variables["ANNOTATIONS_HANDLER"]);
        Assert.Equal($"waybill-{environment}", (string?)variables["EVENT_BUS_NAME"]);
        Assert.Equal($"shop.{Names.Kebab(team)}", (string?)variables["EVENT_SOURCE"]);
        Assert.Equal($"{settings.IdempotencyRetentionDays}", (string?)variables["IDEMPOTENCY_RETENTION_DAYS"]);
        Assert.Equal(environment == "prod" ? "0" : "100", (string?)variables["SCHEMA_CHECK_PERCENT"]);
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Is_given_tables_of_its_own_team_only(string environment, string consumer)
    {
        var stack = shop.Stack(environment, Names.Kebab(ExpectedSubscription.Of(consumer).Team));
        var tables = Variables(environment, consumer).Where(v => v.Key.EndsWith("_TABLE", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(tables);
        Assert.All(tables, table => Assert.Contains((string?)table.Value!["Ref"], stack.Of("AWS::DynamoDB::Table").Select(t => t.LogicalId)));
    }

    private JsonObject Variables(string environment, string consumer) =>
        shop.Stack(environment, Names.Kebab(ExpectedSubscription.Of(consumer).Team))
            .Function($"waybill-{environment}-{consumer}").Properties["Environment"]!["Variables"]!.AsObject();
}
