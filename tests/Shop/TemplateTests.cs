using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template;

namespace Waybill.Shop.Tests;

/// <summary>What laptop mode reads of the stacks that <c>infra</c> synthesizes.</summary>
public sealed class TemplateTests(Templates templates)
{
    private readonly CloudModel _shop = TemplateReader.Read(templates.Folder);

    [Fact]
    public void Every_rule_may_deliver_to_its_queue_and_its_dead_letter_queue()
    {
        Assert.NotEmpty(_shop.Rules);
        Assert.All(_shop.Rules, rule => Assert.All(Queues(rule), arn =>
        {
            var queue = _shop.Queues.Single(queue => queue.Arn == arn);
            var keys = new Dictionary<string, string> { ["aws:SourceArn"] = rule.Arn };
            var request = new PolicyRequest("events.amazonaws.com", "sqs:SendMessage", arn, keys);
            var decision = PolicyEvaluator.Evaluate([], queue.Policy, request);
            Assert.True(decision.Allowed, decision.Reason);
        }));
    }

    [Fact]
    public void Every_function_is_behind_one_queue_with_a_dead_letter_queue()
    {
        Assert.NotEmpty(_shop.Functions);
        Assert.All(_shop.Functions, function =>
        {
            var mapping = Assert.Single(_shop.EventSourceMappings, mapping => mapping.FunctionName == function.Name);
            var queue = _shop.Queues.Single(queue => queue.Arn == mapping.QueueArn);
            Assert.NotNull(queue.Redrive);
            Assert.True(mapping.ReportBatchItemFailures);
            Assert.True(Directory.Exists(function.CodePath), function.CodePath);
        });
    }

    [Fact]
    public void Nobody_puts_the_source_of_another_team()
    {
        var bus = Assert.Single(_shop.Buses, bus => bus.Name != EventBus.Default);
        var owners = _shop.Functions.ToLookup(function => function.Environment["EVENT_SOURCE"]);
        foreach (var function in _shop.Functions)
        {
            var role = _shop.Roles.Single(role => role.Arn == function.RoleArn);
            foreach (var other in owners.Where(owner => owner.Key != function.Environment["EVENT_SOURCE"]))
            {
                var keys = new Dictionary<string, string> { ["events:source"] = other.Key };
                var request = new PolicyRequest(role.Arn, "events:PutEvents", bus.Arn, keys);
                Assert.False(PolicyEvaluator.Evaluate(role.Policy, bus.Policy, request).Allowed, $"{function.Name} may put {other.Key}");
            }
        }
    }

    /// <summary>The log of published events has none.</summary>
    private static IEnumerable<string> Queues(Rule rule) => rule.Targets.SelectMany(target => new[] { target.Arn, target.DeadLetterArn })
        .OfType<string>().Where(arn => arn.StartsWith("arn:aws:sqs:", StringComparison.Ordinal));
}
