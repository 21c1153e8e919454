using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>SetAlarmState, EnableAlarmActions, DisableAlarmActions and DeleteAlarms.</summary>
/// <remarks>Source: CloudWatch API reference, the operations of these names.</remarks>
internal sealed class AlarmChanging(LiveAccount account, Func<Scope, Alarms> alarms)
{
    public async Task SetAlarmStateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = Input.OfAlarms(call);
        var name = input.Required("AlarmName", AlarmNames.Longest);
        AlarmNames.Require(call, "cloudwatch:SetAlarmState", [name]);
        var state = input.OneOf("StateValue", AlarmState.All) ?? throw CloudWatchError.Missing("StateValue");
        var reason = input.Text("StateReason", 1023, shortest: 0) ?? throw CloudWatchError.Missing("StateReason");
        var data = input.Text("StateReasonData", 4000, shortest: 0);
        Check(data);
        if (!await alarms(call.Scope).SetStateAsync(name, state, reason, data))
        {
            throw CloudWatchError.NotFound(name);
        }
    }

    public Task EnableAlarmActionsAsync(AwsCall call, Utf8JsonWriter json) =>
        EnableAsync(call, Named(call, "cloudwatch:EnableAlarmActions"), enabled: true);

    public Task DisableAlarmActionsAsync(AwsCall call, Utf8JsonWriter json) =>
        EnableAsync(call, Named(call, "cloudwatch:DisableAlarmActions"), enabled: false);

    /// <summary>Those that there are among the ones named.</summary>
    public Task DeleteAlarmsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var named = Named(call, "cloudwatch:DeleteAlarms");
        return account.ChangeAsync(
            change => AlarmOperations.Delete(change, [.. Found(change, call.Scope, named)]), call.Cancellation);
    }

    private Task EnableAsync(AwsCall call, IReadOnlyList<string> named, bool enabled) => account.ChangeAsync(
        change =>
        {
            foreach (var alarm in Found(change, call.Scope, named))
            {
                AlarmOperations.EnableActions(change, alarm, enabled);
            }
        },
        call.Cancellation);

    private static IEnumerable<AlarmDefinition> Found(Change change, Scope scope, IEnumerable<string> named) => named
        .Distinct(StringComparer.Ordinal).Select(name => AlarmOperations.Find(change.Resources, AlarmOperations.Arn(scope, name)))
        .OfType<AlarmDefinition>();

    private IReadOnlyList<string> Named(AwsCall call, string action)
    {
        var input = Input.OfAlarms(call);
        if (!input.Has("AlarmNames"))
        {
            throw CloudWatchError.Missing("AlarmNames");
        }

        var named = input.Texts("AlarmNames", AlarmNames.MostNamed, AlarmNames.Longest);
        AlarmNames.Require(call, action, named);
        return named;
    }

    private static void Check(string? data)
    {
        try
        {
            using var _ = data is null ? null : JsonDocument.Parse(data);
        }
        catch (JsonException error)
        {
            throw CloudWatchError.Format($"StateReasonData is not JSON: {error.Message}");
        }
    }
}
