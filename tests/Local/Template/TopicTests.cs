using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template;
using Waybill.Local.Template.Applying;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Template;

/// <summary>Topics, their policies and subscriptions, and parameters, as templates declare them.</summary>
public sealed class TopicTests
{
    private const string TopicArn = "arn:aws:sns:eu-central-1:123456789012:orders";

    private const string Template = """
        { "Resources": {
          "Orders": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "orders",
            "Subscription": [{ "Protocol": "email", "Endpoint": "ada@example.com" }] } },
          "Who": { "Type": "AWS::SNS::TopicPolicy", "Properties": { "Topics": [{ "Ref": "Orders" }], "PolicyDocument": { "Statement": [
            { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sns:Publish",
                "Resource": { "Ref": "Orders" } }] } } },
          "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "mails" } },
          "Mails": { "Type": "AWS::SNS::Subscription", "Properties": { "TopicArn": { "Ref": "Orders" }, "Protocol": "sqs",
            "Endpoint": { "Fn::GetAtt": ["Queue", "Arn"] }, "RawMessageDelivery": true, "FilterPolicy": { "order": { "id": ["1"] } },
            "FilterPolicyScope": "MessageBody", "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["Queue", "Arn"] } } } },
          "Rule": { "Type": "AWS::Events::Rule", "Properties": { "EventPattern": { "source": ["x"] },
            "Targets": [{ "Id": "t", "Arn": { "Ref": "Orders" } }] } },
          "Sender": { "Type": "AWS::SSM::Parameter", "Properties": { "Name": "/shop/sender", "Type": "String", "Value": "a@b.c" } }
        } }
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Are_in_the_model()
    {
        var model = Read(Template);

        Assert.Equal(["events.amazonaws.com"], Assert.Single(Assert.Single(model.Topics).Policy!).Principals);
        var mails = Assert.Single(model.Subscriptions, subscription => subscription.Protocol == "sqs");
        Assert.StartsWith(TopicArn + ":", mails.Arn, StringComparison.Ordinal);
        Assert.Equal(
            (TopicArn, true, """{"order":{"id":["1"]}}""", TopicSubscription.OnBody, TestCloud.QueueArn("mails"), null),
            (mails.TopicArn, mails.IsRaw, mails.FilterPolicy, mails.FilterPolicyScope, mails.DeadLetterArn, mails.ConfirmationToken));
        Assert.NotNull(Assert.Single(model.Subscriptions, subscription => subscription.Protocol == "email").ConfirmationToken);
        Assert.Equal(
            ("/shop/sender", "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/sender", "a@b.c"),
            (model.Parameters[0].Name, model.Parameters[0].Arn, model.Parameters[0].Value));
    }

    [Fact]
    public async Task Are_applied_and_changed_in_place()
    {
        await using var bus = new TestBus(TestCloud.Model());

        Assert.All(await ApplyAsync(bus, Template), result => Assert.Equal(StackAction.Created, result.Action));
        Assert.All(await ApplyAsync(bus, Template), result => Assert.Equal(StackAction.Unchanged, result.Action));
        var changed = await ApplyAsync(bus, Template.Replace("a@b.c", "d@e.f", StringComparison.Ordinal)
            .Replace("\"1\"", "\"2\"", StringComparison.Ordinal));

        Assert.Equal(
            ["Mails", "Sender"],
            changed.Where(result => result.Action == StackAction.Updated).Select(result => result.LogicalId).Order(StringComparer.Ordinal));
        var sender = Assert.Single(bus.Account.Now.All<Parameter>());
        Assert.Equal(("d@e.f", 2), (sender.Value, sender.Version));
    }

    private static CloudModel Read(string template)
    {
        using var folder = new CloudAssemblyFolder();
        folder.Add("shop", JsonNode.Parse(template)!, "aws://123456789012/eu-central-1");
        return TemplateReader.Read(folder.Path);
    }

    private static Task<IReadOnlyList<StackResult>> ApplyAsync(TestBus bus, string template) => bus.Account.ChangeAsync(
        change => StackUpdate.Apply(change, Read(template).Declarations, _ => null, allowReplacement: false), Cancelled);
}
