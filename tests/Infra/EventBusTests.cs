using Amazon.CDK.Assertions;

namespace Waybill.Infra;

public sealed class EventBusTests(SynthesizedStacks stacks)
{
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Archives_every_event_for_as_long_as_the_environment_says(string environment)
    {
        var stack = stacks.Stack(environment, "bus");
        var bus = stack.The("AWS::Events::EventBus", "Name", $"waybill-{environment}");

        stack.Template.HasResourceProperties("AWS::Events::Archive", new Dictionary<string, object>
        {
            ["ArchiveName"] = $"waybill-{environment}",
            ["SourceArn"] = bus.Arn,
            ["RetentionDays"] = SynthesizedStacks.Settings(environment).ArchiveRetentionDays,
            ["EventPattern"] = Match.Absent(),
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Lets_nobody_but_its_owner_put_a_source(string environment)
    {
        var stack = stacks.Stack(environment, "bus");
        var account = SynthesizedStacks.Settings(environment).Account;
        string[] sources = ["shop.orders", "shop.inventory", "shop.warehouse", "shop.contracts", "shop.logistics", "shop.platform"];

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
                        ["aws:PrincipalArn"] = $"arn:aws:iam::{account}:role/waybill-{environment}-{source["shop.".Length..]}.*",
                    },
                },
            }),
        }));
    }
}
