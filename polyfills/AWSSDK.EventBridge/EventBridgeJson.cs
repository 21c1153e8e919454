using System.Text.Json.Serialization;
using Amazon.EventBridge.Model;
using Amazon.Polyfills;

namespace Amazon.EventBridge;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(EpochSecondsConverter), typeof(ConstantConverter<ArchiveState>), typeof(ConstantConverter<ReplayState>),
        typeof(ConstantConverter<RuleState>),
    ])]
[JsonSerializable(typeof(CancelReplayRequest))]
[JsonSerializable(typeof(CancelReplayResponse))]
[JsonSerializable(typeof(DescribeArchiveRequest))]
[JsonSerializable(typeof(DescribeArchiveResponse))]
[JsonSerializable(typeof(DescribeReplayRequest))]
[JsonSerializable(typeof(DescribeReplayResponse))]
[JsonSerializable(typeof(DescribeRuleRequest))]
[JsonSerializable(typeof(DescribeRuleResponse))]
[JsonSerializable(typeof(DisableRuleRequest))]
[JsonSerializable(typeof(DisableRuleResponse))]
[JsonSerializable(typeof(EnableRuleRequest))]
[JsonSerializable(typeof(EnableRuleResponse))]
[JsonSerializable(typeof(ListArchivesRequest))]
[JsonSerializable(typeof(ListArchivesResponse))]
[JsonSerializable(typeof(ListEventBusesRequest))]
[JsonSerializable(typeof(ListEventBusesResponse))]
[JsonSerializable(typeof(ListReplaysRequest))]
[JsonSerializable(typeof(ListReplaysResponse))]
[JsonSerializable(typeof(ListRuleNamesByTargetRequest))]
[JsonSerializable(typeof(ListRuleNamesByTargetResponse))]
[JsonSerializable(typeof(ListRulesRequest))]
[JsonSerializable(typeof(ListRulesResponse))]
[JsonSerializable(typeof(ListTargetsByRuleRequest))]
[JsonSerializable(typeof(ListTargetsByRuleResponse))]
[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutEventsResponse))]
[JsonSerializable(typeof(StartReplayRequest))]
[JsonSerializable(typeof(StartReplayResponse))]
internal sealed partial class EventBridgeJson : JsonSerializerContext;
