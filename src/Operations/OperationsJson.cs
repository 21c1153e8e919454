using System.Text.Json.Serialization;
using Waybill.Operations.Explaining;
using Waybill.Operations.Failures;
using Waybill.Operations.Planning;
using Waybill.Operations.Rebuilding;
using Waybill.Operations.Replaying;
using Waybill.Operations.Status;
using Waybill.Operations.Tracing;
using Waybill.Operations.Verifying;

namespace Waybill.Operations;

/// <summary>What the verbs found, as JSON; times as ISO 8601 texts, durations as <c>d.hh:mm:ss</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AccountStatus))]
[JsonSerializable(typeof(CostPlan))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(RebuildPlan))]
[JsonSerializable(typeof(ReplayPlan))]
[JsonSerializable(typeof(Trace))]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(Explanation))]
public sealed partial class OperationsJson : JsonSerializerContext;
