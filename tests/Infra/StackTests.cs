using System.Text.Encodings.Web;
using System.Text.Json;

namespace Waybill.Infra;

/// <summary>What holds for whole stacks.</summary>
public sealed class StackTests(SynthesizedStacks stacks)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Each_team_hears_what_the_catalog_says_that_it_receives(string environment)
    {
        foreach (var team in Cases.Teams.Where(team => team != UncataloguedEventsGuard.Team))
        {
            var heard = stacks.Stack(environment, Names.Kebab(team)).Of("AWS::Events::Rule")
                .SelectMany(rule => rule.Properties["EventPattern"]!["detail-type"]!.AsArray()).Select(type => (string)type!).ToHashSet();

            var received = SynthesizedStacks.Catalog.Services.Single(service => service.Id == team).Receives.Select(e => e.DetailType);

            Assert.Equal(received.Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Names_and_patterns_are_such_as_EventBridge_takes(string environment)
    {
        const string Name = @"\A[.\-_A-Za-z0-9]{1,64}\z";
        var rules = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Events::Rule")).ToList();

        Assert.All(rules, rule =>
        {
            Assert.Matches(Name, (string?)rule.Properties["Name"]);
            Assert.All(rule.Properties["Targets"]!.AsArray(), target => Assert.Matches(Name, (string?)target!["Id"]));
            Assert.InRange(rule.Properties["EventPattern"]!.ToJsonString(Compact).Length, 1, UncataloguedRules.PatternLimit);
        });
        Assert.Equal(rules.Count, rules.Select(rule => (string?)rule.Properties["Name"]).Distinct().Count());
    }

    [Fact]
    public void Environments_can_share_an_account_because_no_statement_id_is_there_twice()
    {
        var ids = Environments.Names(CdkJson.Find().File).SelectMany(stacks.Stacks)
            .SelectMany(stack => stack.Of("AWS::Events::EventBusPolicy"))
            .Select(policy => (string)policy.Properties["StatementId"]!).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches(@"\A[A-Za-z0-9_-]{1,64}\z", id));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_team_deploys_alone_because_no_stack_imports_from_another(string environment)
    {
        Assert.All(stacks.Stacks(environment), stack =>
        {
            Assert.Null(stack.Json["Outputs"]);
            Assert.DoesNotContain("Fn::ImportValue", stack.Json.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("dev", "Delete", false)]
    [InlineData("staging", "Delete", false)]
    [InlineData("prod", "Retain", true)]
    public void What_holds_data_outlives_its_stack_in_production_only(string environment, string deletionPolicy, bool tablesProtected)
    {
        string[] holdingData =
        [
            "AWS::Events::EventBus", "AWS::Events::Archive", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::KMS::Key",
        ];
        var resources = stacks.Stacks(environment).SelectMany(stack => stack.Resources).ToArray();

        Assert.All(resources.Where(r => holdingData.Contains(r.Type) || IsDeadLetterQueue(r)), r =>
        {
            Assert.Equal(deletionPolicy, (string?)r.Json["DeletionPolicy"]);
            Assert.Equal(deletionPolicy, (string?)r.Json["UpdateReplacePolicy"]);
        });
        Assert.All(resources.Where(r => r.Type == "AWS::DynamoDB::Table"), table =>
            Assert.Equal(tablesProtected, (bool)table.Properties["DeletionProtectionEnabled"]!));
    }

    [Theory]
    [InlineData("dev", 7)]
    [InlineData("staging", 30)]
    [InlineData("prod", 180)]
    public void Logs_are_kept_for_as_long_as_the_environment_says(string environment, int days)
    {
        var logs = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Logs::LogGroup")).ToArray();

        Assert.Equal(Cases.Functions.Readings.Count + 1, logs.Length); // The functions' and the bus's.
        Assert.All(logs, log => Assert.Equal(days, (int)log.Properties["RetentionInDays"]!));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Every_team_has_a_table_of_what_it_has_handled_that_forgets_by_itself(string environment)
    {
        foreach (var team in Cases.Teams.Select(Names.Kebab))
        {
            stacks.Stack(environment, team).Template.HasResourceProperties("AWS::DynamoDB::Table", new Dictionary<string, object>
            {
                ["TableName"] = $"waybill-{environment}-{team}-idempotency",
                ["KeySchema"] = new[] { new Dictionary<string, object> { ["AttributeName"] = "id", ["KeyType"] = "HASH" } },
                ["TimeToLiveSpecification"] = new Dictionary<string, object> { ["AttributeName"] = "expiresAt", ["Enabled"] = true },
            });
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Tables_are_encrypted_recoverable_and_paid_by_use(string environment) =>
        Assert.All(stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::DynamoDB::Table")), table =>
        {
            Assert.True((bool)table.Properties["SSESpecification"]!["SSEEnabled"]!);
            Assert.True((bool)table.Properties["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!);
            Assert.Equal("PAY_PER_REQUEST", (string?)table.Properties["BillingMode"]);
        });

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void The_dashboard_has_a_row_for_every_consumer(string environment)
    {
        var dashboard = Assert.Single(stacks.Stack(environment, "observability").Of("AWS::CloudWatch::Dashboard"));
        var body = (string)dashboard.Properties["DashboardBody"]!;

        Assert.All(Cases.Functions.Readings, s => Assert.Contains($"\"{s.Consumer}: events\"", body, StringComparison.Ordinal));
    }

    private static bool IsDeadLetterQueue(Resource resource) =>
        resource.Type == "AWS::SQS::Queue" && ((string?)resource.Properties["QueueName"])!.EndsWith("-dlq", StringComparison.Ordinal);
}
