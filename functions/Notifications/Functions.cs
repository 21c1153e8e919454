using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Waybill.Eventing.Consuming;
using Waybill.Notifications;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<NotificationsJson>))]

namespace Waybill.Notifications;

/// <summary>The Lambda entry points of this team: one line a consumer, named as the consumer.</summary>
public sealed class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> SendOrderConfirmation(
        [FromServices] Inbox<SendOrderConfirmation, OrderCreated> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);

    [LambdaFunction]
    public Task<SQSBatchResponse> SendContractNotice(
        [FromServices] Inbox<SendContractNotice, ContractChanged> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);
}
