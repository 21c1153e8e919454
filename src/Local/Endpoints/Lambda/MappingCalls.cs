using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Event source mappings: queues in front of functions.</summary>
internal sealed class MappingCalls(LiveAccount account)
{
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string One = Mappings + "/{uuid}";
    private const string BatchItemFailures = "ReportBatchItemFailures";

    private const int MostListed = 100;

    private const string Operations = "CreateEventSourceMapping, UpdateEventSourceMapping";

    /// <summary>What only mappings of other sources have, or this account cannot do.</summary>
    private static readonly string[] OfOtherSources =
    [
        "AmazonManagedKafkaEventSourceConfig", "BisectBatchOnFunctionError", "DestinationConfig", "DocumentDBEventSourceConfig",
        "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor", "ProvisionedPollerConfig", "Queues",
        "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "StartingPosition",
        "StartingPositionTimestamp", "Topics", "TumblingWindowInSeconds",
    ];

    private static readonly Refusal OtherParameters = new(
        "Lambda", Operations, string.Join(", ", OfOtherSources),
        name => ExecutionRole.Invalid($"Unsupported parameter for SQS: laptop mode does not support {name}."));

    private static readonly Refusal OtherSource = new(
        "Lambda", Operations, "other event sources",
        arn => ExecutionRole.Invalid($"Unrecognized event source: laptop mode supports SQS queues, not '{arn}'."));

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("CreateEventSourceMapping", HttpMethods.Post, Mappings, CreateAsync),
        new("ListEventSourceMappings", HttpMethods.Get, Mappings, ListAsync),
        new("GetEventSourceMapping", HttpMethods.Get, One, GetAsync),
        new("UpdateEventSourceMapping", HttpMethods.Put, One, UpdateAsync),
        new("DeleteEventSourceMapping", HttpMethods.Delete, One, DeleteAsync),
    ];

    private async Task<LambdaAnswer> CreateAsync(LambdaCall call)
    {
        call.Caller.Require("lambda:CreateEventSourceMapping", "*", []);
        var constraints = new Constraints(call.Body);
        var given = constraints.Required("FunctionName", 140);
        var queueArn = constraints.Text("EventSourceArn", 1024);
        var read = Read(call, constraints);
        var functionArn = FunctionAddress.Arn(call.Scope, given, "functionName");
        RequireQueue(queueArn);
        var tags = call.Body.Map("Tags");
        var mapping = new EventSourceMapping(
            Arn: "", functionArn.Split(':')[^1], queueArn!, BatchSize: 10,
            TimeSpan.Zero, ReportBatchItemFailures: false, MaximumConcurrency: null, Enabled: true)
        {
            Tags = tags.Count == 0 ? null : tags,
        };
        var created = await account.ChangeAsync(
            change => MappingOperations.Create(change, read(mapping) with
            {
                Arn = call.Scope.Arn("lambda", $"event-source-mapping:{Guid.CreateVersion7(change.Now):D}"),
            }),
            call.Cancellation);
        return LambdaAnswer.Of(Json(created), StatusCodes.Status202Accepted);
    }

    private Task<LambdaAnswer> ListAsync(LambdaCall call)
    {
        call.Caller.Require("lambda:ListEventSourceMappings", "*", []);
        var functionArn = call.Query("FunctionName") is { } name ? FunctionAddress.Arn(call.Scope, name, "functionName") : null;
        var queueArn = call.Query("EventSourceArn");
        var mappings = account.Now.All<EventSourceMapping>()
            .Where(mapping => Scope.Of(mapping.Arn) == call.Scope)
            .Where(mapping => functionArn is null || mapping.FunctionArn == functionArn)
            .Where(mapping => queueArn is null || mapping.QueueArn == queueArn);
        return Task.FromResult(LambdaAnswer.Of(LambdaPage.Of(call, mappings, MostListed, "EventSourceMappings", Json)));
    }

    private Task<LambdaAnswer> GetAsync(LambdaCall call) =>
        Task.FromResult(LambdaAnswer.Of(Json(Find(call, "lambda:GetEventSourceMapping"))));

    private async Task<LambdaAnswer> UpdateAsync(LambdaCall call)
    {
        var arn = Find(call, "lambda:UpdateEventSourceMapping").Arn;
        var constraints = new Constraints(call.Body);
        var given = constraints.Text("FunctionName", 140);
        var read = Read(call, constraints);
        var functionName = given is null ? null : FunctionAddress.Arn(call.Scope, given, "functionName").Split(':')[^1];
        var updated = await account.ChangeAsync(
            change =>
            {
                var before = MappingOperations.Get(change.Resources, arn);
                return MappingOperations.Update(change, read(before) with { FunctionName = functionName ?? before.FunctionName });
            },
            call.Cancellation);
        return LambdaAnswer.Of(Json(updated), StatusCodes.Status202Accepted);
    }

    private async Task<LambdaAnswer> DeleteAsync(LambdaCall call)
    {
        var mapping = Find(call, "lambda:DeleteEventSourceMapping");
        await account.ChangeAsync(
            change => MappingOperations.Delete(change, MappingOperations.Get(change.Resources, mapping.Arn)), call.Cancellation);
        var json = Json(mapping);
        json["State"] = "Deleting";
        return LambdaAnswer.Of(json, StatusCodes.Status202Accepted);
    }

    private EventSourceMapping Find(LambdaCall call, string action)
    {
        var arn = call.Scope.Arn("lambda", $"event-source-mapping:{call.Route("uuid")}");
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        if (account.Now.Find<EventSourceMapping>(arn) is { } mapping)
        {
            context["lambda:FunctionArn"] = mapping.FunctionArn;
        }

        call.Caller.Require(action, arn, [], context);
        return MappingOperations.Get(account.Now, arn);
    }

    private static void RequireQueue(string? arn)
    {
        if (arn is null)
        {
            throw ExecutionRole.Invalid("Unrecognized event source: EventSourceArn is not given.");
        }

        if (TargetKinds.Of(arn) != TargetKind.Queue)
        {
            throw OtherSource.Error(arn);
        }
    }

    private static Func<EventSourceMapping, EventSourceMapping> Read(LambdaCall call, Constraints constraints)
    {
        if (OfOtherSources.FirstOrDefault(name => IsGiven(call.Body, name)) is { } refused)
        {
            throw OtherParameters.Error(refused);
        }

        var batchSize = constraints.Number("BatchSize", 1, MappingOperations.LargestBatch);
        var window = constraints.Number("MaximumBatchingWindowInSeconds", 0, MappingOperations.LongestWindow);
        var scaling = constraints.Inside("ScalingConfig");
        var concurrency = scaling?.Number("MaximumConcurrency", 2, 1000);
        var reports = ReportsFailures(call.Body, constraints);
        var filters = Filters(constraints);
        var enabled = call.Body.Flag("Enabled");
        constraints.Check();
        return before => before with
        {
            BatchSize = batchSize ?? before.BatchSize,
            BatchingWindow = window is { } seconds ? TimeSpan.FromSeconds(seconds) : before.BatchingWindow,
            MaximumConcurrency = scaling is null ? before.MaximumConcurrency : concurrency,
            ReportBatchItemFailures = reports ?? before.ReportBatchItemFailures,
            Filters = filters is null ? before.Filters : filters.Count == 0 ? null : filters,
            Enabled = enabled ?? before.Enabled,
        };
    }

    private static bool IsGiven(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static bool? ReportsFailures(JsonElement body, Constraints constraints)
    {
        if (body.Member("FunctionResponseTypes", JsonValueKind.Array) is null)
        {
            return null;
        }

        var types = body.Texts("FunctionResponseTypes");
        foreach (var unknown in types.Where(type => type != BatchItemFailures))
        {
            constraints.Hold(holds: false, "FunctionResponseTypes", unknown, $"satisfy enum value set: [{BatchItemFailures}]");
        }

        return types.Count > 0;
    }

    private static IReadOnlyList<string>? Filters(Constraints constraints) => constraints.Inside("FilterCriteria") is { } criteria
        ? [.. criteria.Body.Items("Filters").Select(filter => filter.RequiredText("Pattern"))]
        : null;

    private static JsonObject Json(EventSourceMapping mapping)
    {
        var json = new JsonObject
        {
            ["UUID"] = mapping.Uuid,
            ["EventSourceMappingArn"] = mapping.Arn,
            ["EventSourceArn"] = mapping.QueueArn,
            ["FunctionArn"] = mapping.FunctionArn,
            ["BatchSize"] = mapping.BatchSize,
            ["MaximumBatchingWindowInSeconds"] = (int)mapping.BatchingWindow.TotalSeconds,
            ["State"] = mapping.Enabled ? "Enabled" : "Disabled",
            ["StateTransitionReason"] = "USER_INITIATED",
            ["LastModified"] = FunctionJson.Seconds(mapping.ModifiedAt),
            ["FunctionResponseTypes"] = new JsonArray(mapping.ReportBatchItemFailures ? [JsonValue.Create(BatchItemFailures)] : []),
        };
        if (mapping.MaximumConcurrency is { } concurrency)
        {
            json["ScalingConfig"] = new JsonObject { ["MaximumConcurrency"] = concurrency };
        }

        if (mapping.Filters is { Count: > 0 } filters)
        {
            json["FilterCriteria"] = new JsonObject
            {
                ["Filters"] = new JsonArray([.. filters.Select(filter => new JsonObject { ["Pattern"] = filter })]),
            };
        }

        return json;
    }
}
