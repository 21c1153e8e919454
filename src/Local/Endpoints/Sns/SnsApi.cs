using System.Collections.Frozen;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Services;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>SNS: topics, their subscriptions, and what is published to them (SNS API reference, 2010-03-31).</summary>
/// <remarks>Its clients speak Query; JSON is here for whoever calls by hand, and for tests.</remarks>
internal sealed class SnsApi(LiveAccount account, EventRouter router, Topics topics, AllowedHosts allowed) : AwsApi
{
    public override string Name => "SNS";
    public override string TargetPrefix => "AmazonSimpleNotificationService";
    public override string ContentType => "application/x-amz-json-1.0";
    public override string SigningName => "sns";
    public override QueryService Query => SnsShapes.Query;
    public override ShapeTable Shapes => SnsShapes.Table;

    public override FrozenDictionary<string, AwsOperation> Operations { get; } = new TopicCalls(account).Operations
        .Concat(new TopicPermissionCalls(account).Operations)
        .Concat(new TopicTagCalls(account).Operations)
        .Concat(new SubscriptionCalls(account, allowed).Operations)
        .Concat(new SubscriptionAttributeCalls(account).Operations)
        .Concat(new PublishCalls(account, router, topics).Operations)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Who has the token, or the address to unsubscribe by, has it from the message.</summary>
    public override bool IsPublic(string operation) => operation is "ConfirmSubscription" or "Unsubscribe";
}
