using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Rules' targets (EventBridge API reference, PutTargets, RemoveTargets, ListTargetsByRule).</summary>
internal sealed class TargetCalls(LiveAccount account)
{
    private const int LongestName = 64;
    private const int MostEntries = 100;

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("PutTargets", PutAsync), new("RemoveTargets", RemoveAsync), new("ListTargetsByRule", ListAsync),
    ];

    private async Task PutAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Rule", LongestName, Constraints.RuleName);
        var targets = constraints.Items("Targets", 1, MostEntries).Select(TargetReading.Read).ToList();
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        var scope = Scope.Of(bus.Arn);
        call.Caller.Require("events:PutTargets", scope.Rule(bus.Name, name), []);
        TargetReading.CheckForm(targets);
        await account.ChangeAsync(
            change =>
            {
                var rule = RuleOperations.Get(change.Resources, scope, bus.Name, name);
                targets.ForEach(target => TargetReading.Check(target, scope));
                RuleOperations.PutTargets(change, rule, targets);
            },
            call.Cancellation);
        WriteFailures(json, []);
    }

    private async Task RemoveAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Rule", LongestName, Constraints.RuleName);
        var ids = call.Body.Texts("Ids");
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        var scope = Scope.Of(bus.Arn);
        call.Caller.Require("events:RemoveTargets", scope.Rule(bus.Name, name), []);
        var missing = await account.ChangeAsync(
            change => RuleOperations.RemoveTargets(change, RuleOperations.Get(change.Resources, scope, bus.Name, name), ids),
            call.Cancellation);
        WriteFailures(json, missing);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Rule", LongestName, Constraints.RuleName);
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        var rule = RuleOperations.Get(account.Now, Scope.Of(bus.Arn), bus.Name, name);
        call.Caller.Require("events:ListTargetsByRule", rule.Arn, []);
        constraints.Page(rule.Targets).Write(json, "Targets", target => Write(json, target));
        return Task.CompletedTask;
    }

    private static void WriteFailures(Utf8JsonWriter json, IReadOnlyList<string> missing)
    {
        json.WriteNumber("FailedEntryCount"u8, missing.Count);
        json.WriteStartArray("FailedEntries"u8);
        foreach (var id in missing)
        {
            json.WriteStartObject();
            json.WriteString("TargetId"u8, id);
            json.WriteString("ErrorCode"u8, "ResourceNotFoundException"u8);
            json.WriteString("ErrorMessage"u8, $"Rule does not have a target with Id {id}.");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RuleTarget target)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, target.Id);
        json.WriteString("Arn"u8, target.Arn);
        json.WriteIfAny("RoleArn", target.RoleArn);
        if (target.Input is { } input)
        {
            json.WriteIfAny("Input", input.Input);
            json.WriteIfAny("InputPath", input.InputPath);
            if (input.InputTemplate is { } template)
            {
                json.WriteStartObject("InputTransformer"u8);
                json.WriteMap("InputPathsMap", input.InputPaths);
                json.WriteString("InputTemplate"u8, template);
                json.WriteEndObject();
            }
        }

        if (target.MessageGroupId is { } group)
        {
            json.WriteStartObject("SqsParameters"u8);
            json.WriteString("MessageGroupId"u8, group);
            json.WriteEndObject();
        }

        if (target.Http is { } http)
        {
            json.WriteStartObject("HttpParameters"u8);
            json.WriteTexts("PathParameterValues", http.PathValues);
            json.WriteMap("HeaderParameters", http.Headers);
            json.WriteMap("QueryStringParameters", http.Query);
            json.WriteEndObject();
        }

        if (target.DeadLetterArn is { } deadLetterArn)
        {
            json.WriteStartObject("DeadLetterConfig"u8);
            json.WriteString("Arn"u8, deadLetterArn);
            json.WriteEndObject();
        }

        if (target.HasRetryPolicy)
        {
            json.WriteStartObject("RetryPolicy"u8);
            json.WriteNumber("MaximumRetryAttempts"u8, target.MaximumRetryAttempts);
            json.WriteNumber("MaximumEventAgeInSeconds"u8, (int)target.MaximumEventAge.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
