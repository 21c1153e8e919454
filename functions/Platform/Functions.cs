using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Waybill.Eventing.Consuming;
using Waybill.Platform;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<PlatformJson>))]

namespace Waybill.Platform;

/// <summary>The Lambda entry points of this team: one line a consumer, named as the consumer.</summary>
public sealed class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReportUncataloguedEvent(
        [FromServices] Inbox<ReportUncataloguedEvent, Sighting> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);
}
