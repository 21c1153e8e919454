using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Waybill.Eventing.Consuming;
using Waybill.Inventory;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<InventoryJson>))]

namespace Waybill.Inventory;

/// <summary>The Lambda entry points of this team: one line a consumer, named as the consumer.</summary>
public sealed class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ReserveStock(
        [FromServices] Inbox<ReserveStock, OrderChanged> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);

    [LambdaFunction]
    public Task<SQSBatchResponse> ReceiveReorder(
        [FromServices] Inbox<ReceiveReorder, ReorderPlaced> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);
}
