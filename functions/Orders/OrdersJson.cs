using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Orders;

/// <summary>Every JSON shape this team reads or writes; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(AboutAnOrder))]
public sealed partial class OrdersJson : JsonSerializerContext;
