using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Waybill.Contracts;
using Waybill.Eventing.Consuming;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<ContractsJson>))]

namespace Waybill.Contracts;

/// <summary>The Lambda entry points of this team: one line a consumer, named as the consumer.</summary>
public sealed class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> IssueContracts(
        [FromServices] Inbox<IssueContracts, OrderCreated> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);

    [LambdaFunction]
    public Task<SQSBatchResponse> CancelContracts(
        [FromServices] Inbox<CancelContracts, OrderEnded> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context);
}
