using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Contracts;

/// <summary>Every JSON shape this team reads or writes; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(OrderCreated))]
[JsonSerializable(typeof(OrderEnded))]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(ContractTerms))]
[JsonSerializable(typeof(ContractIssued))]
[JsonSerializable(typeof(ContractCancelled))]
public sealed partial class ContractsJson : JsonSerializerContext;
