using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>AddPermission and RemovePermission: one statement of the queue's policy.</summary>
internal sealed class SqsPermissions(LiveAccount account, QueueLookup lookup)
{
    private const int MostActions = 7;

    /// <summary>What other accounts can be allowed (SQS API reference, AddPermission).</summary>
    private static readonly FrozenSet<string> Actions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility",
        "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue");

    public Task AddPermissionAsync(AwsCall call, Utf8JsonWriter json)
    {
        var label = call.Body.RequiredText("Label");
        var accounts = call.Body.TryGetProperty("AWSAccountIds", out _)
            ? call.Body.Texts("AWSAccountIds")
            : throw SqsLimits.Missing("AWSAccountIds");
        var actions = call.Body.Texts("Actions") is { Count: > 0 } given ? given : throw SqsLimits.Missing("Actions");
        if (label.Length > 80 || !SqsLimits.IsName(label))
        {
            throw SqsLimits.Invalid(
                $"Value {label} for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. "
                    + "1 to 80 in length.");
        }

        if (accounts.Count == 0 || accounts.Any(id => id.Length != 12 || !id.All(char.IsAsciiDigit)))
        {
            throw SqsLimits.Invalid($"Value [{string.Join(", ", accounts)}] for parameter PrincipalId is invalid. "
                + "Reason: Unable to verify.");
        }

        if (actions.FirstOrDefault(action => !Actions.Contains(action)) is { } unknown)
        {
            throw SqsLimits.Invalid(
                $"Value SQS:{unknown} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.");
        }

        if (actions.Count > MostActions)
        {
            throw new AwsException(
                "OverLimit", $"{actions.Count} Actions were found, maximum allowed is {MostActions}.", StatusCodes.Status403Forbidden);
        }

        return ChangeAsync(call, "sqs:AddPermission", queue => queue.Policy.Any(statement => statement.Sid == label)
            ? throw SqsLimits.Invalid($"Value {label} for parameter Label is invalid. Reason: Already exists.")
            : [.. queue.Policy, Statement(queue, label, accounts, actions)]);
    }

    public Task RemovePermissionAsync(AwsCall call, Utf8JsonWriter json)
    {
        var label = call.Body.RequiredText("Label");
        return ChangeAsync(call, "sqs:RemovePermission", queue => queue.Policy.Any(statement => statement.Sid == label)
            ? [.. queue.Policy.Where(statement => statement.Sid != label)]
            : throw SqsLimits.Invalid($"Value {label} for parameter Label is invalid. Reason: can't find label on existing policy."));
    }

    private Task ChangeAsync(AwsCall call, string action, Func<Queue, IReadOnlyList<PolicyStatement>> policy)
    {
        var arn = lookup.ByUrl(call, action).Definition.Arn;
        return account.ChangeAsync(
            change =>
            {
                var queue = QueueLookup.Get(change.Resources, arn);
                QueueOperations.Update(change, queue with
                {
                    Policy = policy(queue),
                    PolicyId = queue.Policy.Count == 0 ? $"{arn}/SQSDefaultPolicy" : queue.PolicyId,
                });
            },
            call.Cancellation);
    }

    private static PolicyStatement Statement(
        Queue queue, string label, IReadOnlyList<string> accounts, IReadOnlyList<string> actions) => new(
        label, Allow: true, [.. accounts.Select(id => $"arn:{Scope.Of(queue.Arn).Partition}:iam::{id}:root")],
        [.. actions.Select(action => $"SQS:{action}")], [queue.Arn],
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal));
}
