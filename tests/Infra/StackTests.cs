using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>What holds for whole stacks.</summary>
public sealed partial class StackTests(SynthesizedStacks stacks)
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
    public void Environments_can_share_an_account_and_region_because_no_physical_id_is_there_twice()
    {
        var ids = Environments.Names(CdkJson.Find().File).SelectMany(stacks.Stacks).SelectMany(PhysicalIds).ToList();

        Assert.True(ids.Count > 100, $"Only {ids.Count} were found.");
        Assert.All(
            ids.GroupBy(id => id, StringComparer.Ordinal), id => Assert.True(id.Count() == 1, $"{id.Key} is there {id.Count()} times."));
    }

    /// <summary>What is kept when its stack is gone has a name, by which a later deployment takes it up (docs/deploying.md).</summary>
    [Fact]
    public void What_is_kept_can_be_taken_up_again_by_its_name()
    {
        var kept = stacks.Stacks("prod").SelectMany(stack => stack.Resources)
            .Where(resource => (string?)resource.Json["DeletionPolicy"] == "RetainExceptOnCreate").ToList();

        Assert.NotEmpty(kept);
        Assert.All(kept, resource => Assert.True(
            resource.Type == "AWS::KMS::Key" || NameOf(resource) is not null, $"{resource.LogicalId} has no name."));
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
    [InlineData("dev", "Delete", "Delete")]
    [InlineData("staging", "Delete", "Delete")]
    [InlineData("prod", "RetainExceptOnCreate", "Retain")]
    public void What_holds_data_outlives_its_stack_in_production_only_but_not_a_first_deployment_that_failed(
        string environment, string whenDeleted, string whenReplaced)
    {
        string[] holdingData =
        [
            "AWS::Events::EventBus", "AWS::Events::Archive", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::KMS::Key",
        ];
        var resources = stacks.Stacks(environment).SelectMany(stack => stack.Resources).ToArray();

        Assert.All(resources.Where(r => holdingData.Contains(r.Type) || IsDeadLetterQueue(r)), r =>
        {
            Assert.Equal(whenDeleted, (string?)r.Json["DeletionPolicy"]);
            Assert.Equal(whenReplaced, (string?)r.Json["UpdateReplacePolicy"]);
        });
        Assert.All(resources, r => Assert.Null(r.Json["Properties"]?["DeletionProtectionEnabled"]));
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
    public void Every_team_has_a_table_of_what_it_has_handled_that_forgets_by_itself_unless_a_second_time_changes_nothing(
        string environment)
    {
        foreach (var readings in Cases.Functions.Readings.GroupBy(reading => reading.Team))
        {
            var team = Names.Kebab(readings.Key);
            if (readings.All(reading => reading.IsRepeatable))
            {
                Assert.DoesNotContain(
                    stacks.Stack(environment, team).Of("AWS::DynamoDB::Table"),
                    table => table.Properties["TimeToLiveSpecification"] is not null);
                continue;
            }

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
            // Records of what has been done are of no use as they were (docs/decisions/0034).
            Assert.Equal(
                table.Properties["TimeToLiveSpecification"] is null,
                (bool)table.Properties["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!);
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

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void The_dashboard_shows_every_rule_there_is_and_no_other(string environment)
    {
        var dashboard = Assert.Single(stacks.Stack(environment, "observability").Of("AWS::CloudWatch::Dashboard"));
        var shown = RuleOfDashboard.Matches((string)dashboard.Properties["DashboardBody"]!).Select(match => match.Groups["rule"].Value);
        var rules = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Events::Rule")).Select(NameOf);

        Assert.Equal(
            rules.Append($"Events-Archive-waybill-{environment}").Order(StringComparer.Ordinal),
            shown.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Every_rule_has_an_alarm_and_one_more_where_an_event_could_vanish(string environment)
    {
        var alarms = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::CloudWatch::Alarm")).ToLookup(
            alarm => (string?)alarm.Properties["MetricName"],
            alarm => (string?)alarm.Properties["Dimensions"]!.AsArray().FirstOrDefault(d => (string?)d!["Name"] == "RuleName")?["Value"]);
        var rules = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Events::Rule")).ToList();

        Assert.All(rules, rule =>
        {
            Assert.Contains(NameOf(rule), alarms["FailedInvocations"]);
            Assert.Equal(
                rule.Properties["Targets"]![0]!["DeadLetterConfig"] is not null,
                alarms["InvocationsFailedToBeSentToDlq"].Contains(NameOf(rule)));
        });
        Assert.Contains($"Events-Archive-waybill-{environment}", alarms["FailedInvocations"]);
    }

    [GeneratedRegex("\"RuleName\",\"(?<rule>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleOfDashboard { get; }

    /// <summary>What an account and region can have once: names, statements of a bus's policy, what a bus calls its rules.</summary>
    private static IEnumerable<string> PhysicalIds(StackTemplate stack) => stack.Resources.SelectMany(resource => resource.Type switch
    {
        "AWS::Events::Rule" => [$"{resource.Type} {BusOf(stack, resource)} {NameOf(resource)}"],
        "AWS::Events::EventBusPolicy" => [$"{resource.Type} {resource.Properties["StatementId"]}"],
        _ when NameOf(resource) is { } name => new[] { $"{resource.Type} {name}" },
        _ => [],
    }).Append($"stack {stack.Name}").Concat(Exports(stack));

    private static IEnumerable<string> Exports(StackTemplate stack) =>
        stack.Json["Outputs"]?.AsObject().Select(output => $"export {output.Value?["Export"]?["Name"]}") ?? [];

    private static string? BusOf(StackTemplate stack, Resource rule) => rule.Properties["EventBusName"] switch
    {
        JsonObject reference => NameOf(stack.Resources.Single(resource => resource.LogicalId == (string?)reference["Ref"])),
        var name => (string?)name,
    };

    /// <summary>A name that it is given, if it is.</summary>
    private static string? NameOf(Resource resource)
    {
        string[] names =
        [
            "Name", "ArchiveName", "QueueName", "FunctionName", "RoleName", "TableName", "LogGroupName", "AlarmName", "DashboardName",
            "TopicName", "PolicyName",
        ];
        // What a policy or mapping is called by is somebody else's name.
        return resource.Type is "AWS::IAM::Policy" or "AWS::Lambda::EventSourceMapping" or "AWS::Lambda::Permission" ? null
            : names.Select(name => resource.Json["Properties"]?[name]).OfType<JsonValue>().Select(name => (string?)name).FirstOrDefault();
    }

    private static bool IsDeadLetterQueue(Resource resource) =>
        resource.Type == "AWS::SQS::Queue" && ((string?)resource.Properties["QueueName"])!.EndsWith("-dlq", StringComparison.Ordinal);
}
