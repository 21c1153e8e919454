using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Rules (EventBridge API reference, PutRule … ListRuleNamesByTarget).</summary>
internal sealed class RuleCalls(LiveAccount account)
{
    private const int LongestName = 64;

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("PutRule", PutAsync), new("DescribeRule", DescribeAsync), new("ListRules", ListAsync), new("DeleteRule", DeleteAsync),
        new("EnableRule", (call, _) => SetEnabledAsync(call, "events:EnableRule", enabled: true)),
        new("DisableRule", (call, _) => SetEnabledAsync(call, "events:DisableRule", enabled: false)),
        new("ListRuleNamesByTarget", ListNamesByTargetAsync),
    ];

    private async Task PutAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName, Constraints.RuleName);
        var pattern = constraints.Text("EventPattern", EventBus.LongestPattern, empty: true);
        var schedule = constraints.Text("ScheduleExpression", 256, empty: true);
        var description = constraints.Text("Description", 512, empty: true);
        var state = constraints.OneOf("State", "ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        var role = constraints.Text("RoleArn", 1600);
        var tags = constraints.Tags();
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        var arn = Scope.Of(bus.Arn).Rule(bus.Name, name);
        call.Caller.Require("events:PutRule", arn, []);
        await account.ChangeAsync(
            change => RuleOperations.Put(
                change, new Rule(name, arn, bus.Name, Some(pattern), state != "DISABLED", [])
                {
                    ScheduleExpression = Some(schedule),
                    Description = Some(description),
                    RoleArn = role,
                    Tags = tags,
                }),
            call.Cancellation);
        json.WriteString("RuleArn"u8, arn);
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (bus, name) = RuleName(call, "Name");
        var rule = RuleOperations.Get(account.Now, Scope.Of(bus.Arn), bus.Name, name);
        call.Caller.Require("events:DescribeRule", rule.Arn, []);
        Write(json, rule);
        json.WriteString("CreatedBy"u8, Scope.Of(rule.Arn).Account);
        return Task.CompletedTask;
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        call.Caller.Require("events:ListRules", "*", []);
        constraints.Page(RuleOperations.On(account.Now, bus.Arn).Named(rule => rule.Name, prefix)).Write(json, "Rules", rule =>
        {
            json.WriteStartObject();
            Write(json, rule);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (bus, name) = RuleName(call, "Name");
        var arn = Scope.Of(bus.Arn).Rule(bus.Name, name);
        call.Caller.Require("events:DeleteRule", arn, []);
        return account.ChangeAsync(change => RuleOperations.Delete(change, arn), call.Cancellation);
    }

    private Task SetEnabledAsync(AwsCall call, string action, bool enabled)
    {
        var (bus, name) = RuleName(call, "Name");
        call.Caller.Require(action, Scope.Of(bus.Arn).Rule(bus.Name, name), []);
        return account.ChangeAsync(
            change => RuleOperations.SetEnabled(
                change, RuleOperations.Get(change.Resources, Scope.Of(bus.Arn), bus.Name, name), enabled),
            call.Cancellation);
    }

    private Task ListNamesByTargetAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var target = constraints.Required("TargetArn", 1600);
        var bus = constraints.Bus(call.Scope, account.Now, "EventBusName");
        call.Caller.Require("events:ListRuleNamesByTarget", "*", []);
        var names = RuleOperations.On(account.Now, bus.Arn).Where(rule => rule.Targets.Any(one => one.Arn == target))
            .Select(rule => rule.Name).Order(StringComparer.Ordinal);
        constraints.Page(names).Write(json, "RuleNames", json.WriteStringValue);
        return Task.CompletedTask;
    }

    private (EventBus Bus, string Name) RuleName(AwsCall call, string member)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required(member, LongestName, Constraints.RuleName);
        return (constraints.Bus(call.Scope, account.Now, "EventBusName"), name);
    }

    /// <summary>An empty text says as little as none.</summary>
    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteString("Name"u8, rule.Name);
        json.WriteString("Arn"u8, rule.Arn);
        json.WriteIfAny("EventPattern", rule.EventPattern);
        json.WriteIfAny("ScheduleExpression", rule.ScheduleExpression);
        json.WriteString("State"u8, rule.Enabled ? "ENABLED" : "DISABLED");
        json.WriteIfAny("Description", rule.Description);
        json.WriteIfAny("RoleArn", rule.RoleArn);
        json.WriteIfAny("ManagedBy", rule.ManagedBy);
        json.WriteString("EventBusName"u8, rule.BusName);
    }
}
