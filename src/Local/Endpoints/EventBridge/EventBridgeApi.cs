using System.Collections.Frozen;
using Waybill.Local.Account;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>EventBridge's classic bus: PutEvents, and what reads rules, buses and archives.
/// Changing them is the template's business.</summary>
internal sealed class EventBridgeApi : AwsApi
{
    public EventBridgeApi(CloudModel model, EventRouter router, BusStore store)
    {
        var putEvents = new PutEvents(router);
        var reading = new EventBridgeReading(model, store);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
        {
            ["PutEvents"] = putEvents.AnswerAsync,
            ["TestEventPattern"] = EventPatternTest.AnswerAsync,
            ["ListRules"] = reading.ListRulesAsync,
            ["ListTargetsByRule"] = reading.ListTargetsByRuleAsync,
            ["ListEventBuses"] = reading.ListEventBusesAsync,
            ["DescribeEventBus"] = reading.DescribeEventBusAsync,
            ["ListArchives"] = reading.ListArchivesAsync,
            ["DescribeArchive"] = reading.DescribeArchiveAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "EventBridge";
    public override string TargetPrefix => "AWSEvents";
    public override string ContentType => "application/x-amz-json-1.1";
    public override FrozenDictionary<string, AwsOperation> Operations { get; }
}
