namespace Waybill.Notifications;

/// <summary>What this team publishes, and what it says to others and they to it; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Contact))]
public sealed partial class NotificationsJson : JsonSerializerContext;
