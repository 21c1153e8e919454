namespace Waybill.Platform;

/// <summary>What this team publishes, and what it says to others and they to it; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = EventDepth.Message,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DeploymentVerified))]
[JsonSerializable(typeof(Sighting))]
[JsonSerializable(typeof(UncataloguedEventSeen))]
public sealed partial class PlatformJson : JsonSerializerContext;
