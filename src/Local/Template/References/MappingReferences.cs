using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>
/// Mappings and functions: AWS refuses to create one whose role lacks rights, or whose queue hides messages for less time than the
/// function may take.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html</remarks>
internal static class MappingReferences
{
    private static readonly string[] PollerActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

    private static readonly Dictionary<string, string> NoContext = new(StringComparer.Ordinal);

    public static void Check(Draft draft)
    {
        var roles = ModelJoin.Roles(draft).ToLookup(role => role.Arn, StringComparer.Ordinal);
        foreach (var function in draft.Functions.Where(function => function.Value.RoleArn.Length > 0))
        {
            CheckRole(draft, function, roles.Contains(function.Value.RoleArn));
        }

        foreach (var mapping in draft.Mappings)
        {
            var function = draft.Functions.Find(declared => declared.Value.Name == mapping.Value.FunctionName)?.Value;
            var queue = ModelJoin.Queues(draft).FirstOrDefault(declared => declared.Arn == mapping.Value.QueueArn);
            if (function is null && mapping.Value.FunctionName.Length > 0)
            {
                mapping.Origin.Report("FunctionName", $"there is no function '{mapping.Value.FunctionName}'");
            }

            if (queue is null && mapping.Value.QueueArn.Length > 0)
            {
                mapping.Origin.Report("EventSourceArn", ReferenceCheck.IsNoQueue(mapping.Value.QueueArn));
            }

            if (function is not null && queue is not null)
            {
                CheckPair(mapping, function, queue, roles[function.RoleArn].FirstOrDefault());
            }
        }
    }

    private static void CheckRole(Draft draft, Declared<Function> function, bool exists)
    {
        if (!exists)
        {
            function.Origin.Report("Role", $"there is no role '{function.Value.RoleArn}'");
            return;
        }

        var trust = draft.TrustPolicies.Where(policy => policy.Value.To == function.Value.RoleArn)
            .SelectMany(policy => policy.Value.Statements);
        var assume = new PolicyRequest("lambda.amazonaws.com", "sts:AssumeRole", function.Value.RoleArn, NoContext);
        var decision = PolicyEvaluator.Evaluate([], trust, assume);
        if (!decision.Allowed)
        {
            function.Origin.Report("Role", $"Lambda cannot assume it: {decision.Reason}");
        }
    }

    private static void CheckPair(Declared<EventSourceMapping> mapping, Function function, Queue queue, Role? role)
    {
        if (queue.VisibilityTimeout < function.Timeout)
        {
            mapping.Origin.Report(
                "EventSourceArn",
                $"the visibility timeout of {queue.Name} ({queue.VisibilityTimeout.TotalSeconds} s) is less than "
                + $"the timeout of {function.Name} ({function.Timeout.TotalSeconds} s), which Lambda refuses");
        }

        if (role is null)
        {
            return;
        }

        foreach (var action in PollerActions)
        {
            var decision = PolicyEvaluator.Evaluate(role.Policy, queue.Policy, new PolicyRequest(role.Arn, action, queue.Arn, NoContext));
            if (!decision.Allowed)
            {
                mapping.Origin.Report("FunctionName", $"the role of {function.Name} may not poll the queue: {decision.Reason}");
            }
        }
    }
}
