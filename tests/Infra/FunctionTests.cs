using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace Waybill.Infra;

/// <summary>The function behind each subscription: how it is started, and what it is told.</summary>
public sealed class FunctionTests(SynthesizedStacks stacks)
{
    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Starts_its_teams_executable_on_arm_with_its_own_log_group(string environment, string consumer)
    {
        var team = Cases.TeamOf(consumer);
        var stack = stacks.Stack(environment, Names.Kebab(team));
        var logs = stack.The("AWS::Logs::LogGroup", "LogGroupName", $"/aws/lambda/waybill-{environment}-{consumer}");

        stack.Template.HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
        {
            ["FunctionName"] = $"waybill-{environment}-{consumer}",
            ["Handler"] = team,
            ["Runtime"] = "dotnet10",
            ["Architectures"] = new[] { "arm64" },
            ["MemorySize"] = 512,
            ["Timeout"] = 20,
            ["LoggingConfig"] = new Dictionary<string, object> { ["LogFormat"] = "JSON", ["LogGroup"] = logs.Ref },
            ["Role"] = stack.The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{Names.Kebab(team)}.{consumer}").Arn,
            ["Code"] = Match.ObjectLike(new Dictionary<string, object> { ["S3Key"] = Match.AnyValue() }),
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Is_told_everything_it_needs_by_environment_variables(string environment, string consumer)
    {
        var (team, settings) = (Cases.TeamOf(consumer), SynthesizedStacks.Settings(environment));
        var variables = Variables(environment, consumer);

        var isRepeatable = Cases.IsRepeatable(consumer);
        string[] ofEveryone = ["ANNOTATIONS_HANDLER", "EVENT_BUS_NAME", "EVENT_SOURCE", "SCHEMA_CHECK_PERCENT"];
        string[] toRemember = ["IDEMPOTENCY_TABLE", "IDEMPOTENCY_RETENTION_DAYS"];
        Assert.Subset(variables.Select(v => v.Key).ToHashSet(), ofEveryone.ToHashSet());
        Assert.All(toRemember, name => Assert.Equal(!isRepeatable, variables.ContainsKey(name)));
        Assert.Equal(isRepeatable ? "repeatable" : null, (string?)variables["EFFECT"]);
        Assert.All(variables, v => Assert.Matches("^[A-Z]+(_[A-Z]+)*$", v.Key));
        Assert.Equal(consumer, (string?)variables["ANNOTATIONS_HANDLER"]);
        Assert.Equal($"waybill-{environment}", (string?)variables["EVENT_BUS_NAME"]);
        Assert.Equal($"shop.{Names.Kebab(team)}", (string?)variables["EVENT_SOURCE"]);
        Assert.Equal(isRepeatable ? null : $"{settings.IdempotencyRetentionDays}", (string?)variables["IDEMPOTENCY_RETENTION_DAYS"]);
        Assert.Equal(environment == "prod" ? "0" : "100", (string?)variables["SCHEMA_CHECK_PERCENT"]);
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void Is_given_tables_of_its_own_team_only(string environment, string consumer)
    {
        var stack = stacks.Stack(environment, Names.Kebab(Cases.TeamOf(consumer)));
        var tables = Variables(environment, consumer).Where(v => v.Key.EndsWith("_TABLE", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(tables);
        var ofTheTeam = stack.Of("AWS::DynamoDB::Table").Select(table => table.LogicalId).ToList();
        Assert.All(tables, table => Assert.Contains((string?)table.Value!["Ref"], ofTheTeam));
    }

    private JsonObject Variables(string environment, string consumer) =>
        stacks.Stack(environment, Names.Kebab(Cases.TeamOf(consumer)))
            .Function($"waybill-{environment}-{consumer}").Properties["Environment"]!["Variables"]!.AsObject();
}
