using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>PutEvents: each entry gets in or fails by itself (EventBridge API reference, PutEvents).</summary>
internal sealed class PutEvents(LiveAccount account, EventRouter router)
{
    private const string Action = "events:PutEvents";

    public async Task AnswerAsync(AwsCall call, Utf8JsonWriter json)
    {
        var entries = call.Body.Items("Entries").Select(PutEventsEntry.Read).ToArray();
        PutEventsEntry.CheckRequest(entries);
        var failures = entries.Select(entry => entry.Failure() ?? Unauthorized(entry, call)).ToArray();
        var good = entries.Where((_, i) => failures[i] is null).Select(entry => Incoming(entry, call.Scope)).ToArray();
        var ids = good.Length == 0 ? [] : await router.PublishAsync(good, call.Cancellation);
        Write(json, failures, ids);
    }

    private static IncomingEvent Incoming(PutEventsEntry entry, Scope scope) => new(
        scope.Bus(entry.Bus ?? EventBus.Default), entry.Source!, entry.DetailType!, entry.Detail!, entry.Time, entry.Resources,
        entry.TraceHeader);

    private static void Write(Utf8JsonWriter json, EntryFailure?[] failures, IReadOnlyList<string> ids)
    {
        json.WriteNumber("FailedEntryCount"u8, failures.Length - ids.Count);
        json.WriteStartArray("Entries"u8);
        var next = 0;
        foreach (var failure in failures)
        {
            json.WriteStartObject();
            if (failure is null)
            {
                json.WriteString("EventId"u8, ids[next++]);
            }
            else
            {
                json.WriteString("ErrorCode"u8, failure.Code);
                json.WriteString("ErrorMessage"u8, failure.Message);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A caller with no permission for the bus at all is refused as a whole;
    /// one that may put other sources, entry by entry.</summary>
    /// <exception cref="AwsException">No statement lets the caller put anything on this bus.</exception>
    private EntryFailure? Unauthorized(PutEventsEntry entry, AwsCall call)
    {
        var caller = call.Caller;
        if (caller.RoleArn is null || BusOperations.Find(account.Now, call.Scope.Bus(entry.Bus ?? EventBus.Default)) is not { } bus)
        {
            return null;
        }

        var context = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["events:source"] = entry.Source!,
            ["events:detail-type"] = entry.DetailType!,
            ["events:eventBusInvocation"] = "false",
        };
        var decision = caller.May(Action, bus.Arn, bus.Policy, context);
        if (decision.Allowed)
        {
            return null;
        }

        var unconditional = caller with { Policy = WithoutConditions(caller.Policy) };
        if (!unconditional.May(Action, bus.Arn, WithoutConditions(bus.Policy), context).Allowed)
        {
            throw caller.Denied(Action, bus.Arn, decision);
        }

        return new EntryFailure("NotAuthorizedForSourceException", $"Not authorized for the source. {decision.Reason}");
    }

    private static IReadOnlyList<PolicyStatement> WithoutConditions(IReadOnlyList<PolicyStatement> policy) =>
        [.. policy.Where(statement => statement.Allow).Select(statement => statement with
        {
            Conditions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal),
        })];
}
