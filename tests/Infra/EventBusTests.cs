using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace Waybill.Infra;

public sealed class EventBusTests(SynthesizedShop shop)
{
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Archives_every_event_for_as_long_as_the_environment_says(string environment)
    {
        var stack = shop.Stack(environment, "bus");
        var bus = stack.The("AWS::Events::EventBus", "Name", $"waybill-{environment}");

        stack.Template.HasResourceProperties("AWS::Events::Archive", new Dictionary<string, object>
        {
            ["ArchiveName"] = $"waybill-{environment}",
            ["SourceArn"] = bus.Arn,
            ["RetentionDays"] = SynthesizedShop.Settings(environment).ArchiveRetentionDays,
            ["EventPattern"] = Match.Absent(),
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Lets_nobody_but_its_owner_put_a_source(string environment)
    {
        var stack = shop.Stack(environment, "bus");
        var account = SynthesizedShop.Settings(environment).Account;
        string[] sources = ["shop.orders", "shop.inventory", "shop.warehouse", "shop.contracts", "shop.logistics"];

        Assert.Equal(sources.Length, stack.Of("AWS::Events::EventBusPolicy").Count());
        Assert.All(sources, source => stack.Template.HasResourceProperties("AWS::Events::EventBusPolicy", new Dictionary<string, object>
        {
            ["Statement"] = Match.ObjectLike(new Dictionary<string, object>
            {
                ["Effect"] = "Deny",
                ["Principal"] = new Dictionary<string, object> { ["AWS"] = "*" },
                ["Action"] = "events:PutEvents",
                ["Condition"] = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, object> { ["events:source"] = source },
                    ["ArnNotLike"] = new Dictionary<string, object>
                    {
                        ["aws:PrincipalArn"] = $"arn:aws:iam::{account}:role/waybill-{environment}-{source["shop.".Length..]}-*",
                    },
                },
            }),
        }));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Guards_against_every_source_and_type_the_catalog_does_not_describe(string environment)
    {
        var branches = shop.Stack(environment, "bus").Rule("UnknownEvents").Properties["EventPattern"]!["$or"]!.AsArray();

        var unknownSource = Assert.Single(branches, b => b!["detail-type"] is null)!;
        Assert.Equal(Sorted(SynthesizedShop.Catalog.Events.Select(e => e.Source).Distinct()), Excepted(unknownSource["source"]));
        foreach (var source in SynthesizedShop.Catalog.Events.GroupBy(e => e.Source))
        {
            var unknownType = Assert.Single(branches, b => b!["detail-type"] is not null && (string?)b["source"]![0] == source.Key)!;
            Assert.Equal(Sorted(source.Select(e => e.DetailType)), Excepted(unknownType["detail-type"]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Keeps_an_unknown_event_and_raises_an_alarm(string environment)
    {
        var stack = shop.Stack(environment, "bus");
        var queue = stack.Queue($"waybill-{environment}-unknown-events");

        Assert.Equal(queue.LogicalId, (string?)stack.Rule("UnknownEvents").Properties["Targets"]![0]!["Arn"]!["Fn::GetAtt"]![0]);
        Assert.True((bool)queue.Properties["SqsManagedSseEnabled"]!);
        stack.Template.HasResourceProperties("AWS::CloudWatch::Alarm", new Dictionary<string, object>
        {
            ["MetricName"] = "ApproximateNumberOfMessagesVisible",
            ["Dimensions"] = new[] { new Dictionary<string, object> { ["Name"] = "QueueName", ["Value"] = $"waybill-{environment}-unknown-events" } },
            ["Threshold"] = 1,
            ["AlarmActions"] = new[] { Match.StringLikeRegexp($":waybill-{environment}-alarms$") },
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void The_guards_pattern_fits_into_a_rule(string environment)
    {
        var pattern = shop.Stack(environment, "bus").Rule("UnknownEvents").Properties["EventPattern"]!.ToJsonString();

        Assert.True(pattern.Length <= 2_048, $"{pattern.Length} characters; a rule takes 2,048 unless AWS raises the quota");
    }

    private static string[] Excepted(JsonNode? values) => [.. values![0]!["anything-but"]!.AsArray().Select(value => (string)value!)];

    private static IEnumerable<string> Sorted(IEnumerable<string> values) => values.Order(StringComparer.Ordinal);
}
