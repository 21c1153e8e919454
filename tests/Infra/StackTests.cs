namespace Waybill.Infra;

/// <summary>What holds for whole stacks.</summary>
public sealed class StackTests(SynthesizedShop shop)
{
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void There_is_no_subscription_but_the_expected_ones(string environment)
    {
        var rules = shop.Stacks(environment).SelectMany(stack => stack.Of("AWS::Events::Rule")).Select(rule => (string)rule.Properties["Name"]!);

        Assert.Equal(
            ExpectedSubscription.All.SelectMany(s => s.Rules).Select(rule => rule.Name).Order(StringComparer.Ordinal),
            rules.Where(rule => !rule.StartsWith(UncataloguedRules.NamePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_team_deploys_alone_because_no_stack_imports_from_another(string environment)
    {
        Assert.All(shop.Stacks(environment), stack =>
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
        string[] holdingData = ["AWS::Events::EventBus", "AWS::Events::Archive", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::KMS::Key"];
        var resources = shop.Stacks(environment).SelectMany(stack => stack.Resources).ToArray();

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
        var logs = shop.Stacks(environment).SelectMany(stack => stack.Of("AWS::Logs::LogGroup")).ToArray();

        Assert.Equal(ExpectedSubscription.All.Count + 1, logs.Length);
        Assert.All(logs, log => Assert.Equal(days, (int)log.Properties["RetentionInDays"]!));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Every_team_has_a_table_of_what_it_has_handled_that_forgets_by_itself(string environment)
    {
        foreach (var team in ExpectedSubscription.All.Select(s => Names.Kebab(s.Team)).Distinct())
        {
            shop.Stack(environment, team).Template.HasResourceProperties("AWS::DynamoDB::Table", new Dictionary<string, object>
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
        Assert.All(shop.Stacks(environment).SelectMany(stack => stack.Of("AWS::DynamoDB::Table")), table =>
        {
            Assert.True((bool)table.Properties["SSESpecification"]!["SSEEnabled"]!);
            Assert.True((bool)table.Properties["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!);
            Assert.Equal("PAY_PER_REQUEST", (string?)table.Properties["BillingMode"]);
        });

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void The_dashboard_has_a_row_for_every_consumer(string environment)
    {
        var dashboard = Assert.Single(shop.Stack(environment, "observability").Of("AWS::CloudWatch::Dashboard"));
        var body = (string)dashboard.Properties["DashboardBody"]!;

        Assert.All(ExpectedSubscription.All, s => Assert.Contains($"\"{s.Consumer}: events\"", body, StringComparison.Ordinal));
    }

    private static bool IsDeadLetterQueue(Resource resource) =>
        resource.Type == "AWS::SQS::Queue" && ((string?)resource.Properties["QueueName"])!.EndsWith("-dlq", StringComparison.Ordinal);
}
