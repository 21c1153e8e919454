using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Replays (EventBridge API reference, StartReplay … ListReplays).</summary>
internal sealed class ReplayCalls(LiveAccount account)
{
    private const int LongestName = 64;
    private const int LongestArn = 1600;

    private static readonly string[] States =
        [Replay.Cancelled, Replay.Cancelling, Replay.Completed, Replay.Failed, Replay.Running, Replay.Starting];

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("StartReplay", StartAsync), new("DescribeReplay", DescribeAsync), new("CancelReplay", CancelAsync),
        new("ListReplays", ListAsync),
    ];

    private async Task StartAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("ReplayName", LongestName, Constraints.RuleName);
        var description = constraints.Text("Description", 512, empty: true);
        var source = constraints.Required("EventSourceArn", LongestArn);
        var from = constraints.RequiredTime("EventStartTime");
        var to = constraints.RequiredTime("EventEndTime");
        var destination = constraints.Inside("Destination");
        var bus = destination?.Required("Arn", LongestArn) ?? "";
        constraints.Hold(destination is not null, "Destination", null, "not be null");
        constraints.Check();
        var arn = call.Scope.Arn("events", $"replay/{name}");
        foreach (var needed in (string[])[source, bus, arn])
        {
            call.Caller.Require("events:StartReplay", needed, []);
        }

        var replay = await account.ChangeAsync(
            change => ReplayOperations.Start(
                change, new Replay(name, arn, source, bus, from, to, destination!.Body.Texts("FilterArns")) { Description = description }),
            call.Cancellation);
        json.WriteString("ReplayArn"u8, arn);
        json.WriteIfAny("ReplayStartTime", replay.StartedAt);
        json.WriteString("State"u8, replay.State);
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var replay = ReplayOperations.Get(account.Now, call.Scope, Constraints.Name(call.Body, "ReplayName", LongestName));
        call.Caller.Require("events:DescribeReplay", replay.Arn, []);
        json.WriteString("ReplayArn"u8, replay.Arn);
        json.WriteIfAny("Description", replay.Description);
        json.WriteStartObject("Destination"u8);
        json.WriteString("Arn"u8, replay.BusArn);
        if (replay.FilterArns.Count > 0)
        {
            json.WriteTexts("FilterArns", replay.FilterArns);
        }

        json.WriteEndObject();
        Write(json, replay);
        return Task.CompletedTask;
    }

    private async Task CancelAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = Constraints.Name(call.Body, "ReplayName", LongestName);
        var arn = call.Scope.Arn("events", $"replay/{name}");
        call.Caller.Require("events:CancelReplay", arn, []);
        await account.ChangeAsync(
            change => ReplayOperations.Cancel(change, ReplayOperations.Get(change.Resources, call.Scope, name)), call.Cancellation);
        json.WriteString("ReplayArn"u8, arn);
        json.WriteString("State"u8, Replay.Cancelling);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var source = constraints.Text("EventSourceArn", LongestArn);
        var state = constraints.OneOf("State", States);
        constraints.Check();
        if (new[] { prefix, source, state }.Count(filter => filter is not null) > 1)
        {
            throw AwsException.Validation(
                "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.");
        }

        call.Caller.Require("events:ListReplays", "*", []);
        var replays = account.Now.All<Replay>().Where(replay => Scope.Of(replay.Arn) == call.Scope
            && (source is null || replay.ArchiveArn == source) && (state is null || replay.State == state));
        constraints.Page(replays.Named(replay => replay.Name, prefix)).Write(json, "Replays", replay =>
        {
            json.WriteStartObject();
            Write(json, replay);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, Replay replay)
    {
        json.WriteString("ReplayName"u8, replay.Name);
        json.WriteString("EventSourceArn"u8, replay.ArchiveArn);
        json.WriteString("State"u8, replay.State);
        json.WriteIfAny("StateReason", replay.StateReason);
        json.WriteIfAny("EventStartTime", replay.From);
        json.WriteIfAny("EventEndTime", replay.To);
        json.WriteIfAny("EventLastReplayedTime", replay.LastReplayed);
        json.WriteIfAny("ReplayStartTime", replay.StartedAt);
        json.WriteIfAny("ReplayEndTime", replay.EndedAt);
    }
}
