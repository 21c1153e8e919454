using System.Collections.Frozen;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>EventBridge's classic bus.</summary>
internal sealed class EventBridgeApi(LiveAccount account, EventRouter router, BusStore store) : AwsApi
{
    public override string Name => "EventBridge";

    public override int MostBytes(string operation) => operation is "PutEvents" ? RequestBodies.OfOneMegabyte : RequestBodies.Usual;
    public override string TargetPrefix => "AWSEvents";
    public override string ContentType => "application/x-amz-json-1.1";
    public override FrozenDictionary<string, AwsOperation> Operations { get; } = new KeyValuePair<string, AwsOperation>[]
    {
        new("PutEvents", new PutEvents(account, router).AnswerAsync),
        new("TestEventPattern", EventPatternTest.AnswerAsync),
    }
        .Concat(new BusCalls(account).Operations)
        .Concat(new RuleCalls(account).Operations)
        .Concat(new TargetCalls(account).Operations)
        .Concat(new ArchiveCalls(account, store).Operations)
        .Concat(new ReplayCalls(account).Operations)
        .Concat(new ConnectionCalls(account).Operations)
        .Concat(new ApiDestinationCalls(account).Operations)
        .Concat(new TagCalls(account).Operations)
        .ToFrozenDictionary(StringComparer.Ordinal);
}
