using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Notifications;

/// <summary>Every JSON shape this team reads or writes; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(OrderCreated))]
[JsonSerializable(typeof(ContractChanged))]
[JsonSerializable(typeof(Contact))]
public sealed partial class NotificationsJson : JsonSerializerContext;
