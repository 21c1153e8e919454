namespace Waybill.Contracts;

/// <summary>What this team publishes, and what it says to others and they to it; what a record declares must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(ContractTerms))]
[JsonSerializable(typeof(ContractIssued))]
[JsonSerializable(typeof(ContractCancelled))]
public sealed partial class ContractsJson : JsonSerializerContext;
