using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.ThirdParties;

/// <summary>What the shop's other systems know of an order; <paramref name="Email"/> is null for a guest.</summary>
internal sealed record KnownOrder(string OrderId, string? Email, IReadOnlyList<KnownItem> Items);

internal sealed record KnownItem(string Sku, int Quantity, decimal UnitPrice);

/// <summary>What logistics answers.</summary>
internal sealed record OrderItems(string OrderId, IReadOnlyList<KnownItem> Items);

/// <summary>What the customer directory answers.</summary>
internal sealed record Contact(string? Email);

[JsonConverter(typeof(JsonStringEnumConverter<ContractState>))]
internal enum ContractState
{
    [JsonStringEnumMemberName("issued")]
    Issued,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>A contract at the provider.</summary>
internal sealed record Contract(string ContractId, string OrderId, string Sku, string Kind, ContractState State);

/// <summary>What a new contract is about.</summary>
internal sealed record ContractTerms(string OrderId, string Sku, string Kind);

/// <summary>A line of the books on disk: one of the two.</summary>
internal sealed record Entry(KnownOrder? Order = null, Contract? Contract = null);

/// <summary>How a third party is to behave from now on: for a while, or until the next change; at so many of its calls (1 is all of
/// them), which a seed's random numbers choose.</summary>
internal sealed record ModeChange(Mode Mode, int? ForSeconds = null, double Rate = 1, int Seed = 1)
{
    private const int MostSeconds = 24 * 60 * 60;

    public bool IsPossible => ForSeconds is null or (>= 1 and <= MostSeconds) && Rate is > 0 and <= 1;
}

/// <summary>How a third party behaves, and how it could.</summary>
internal sealed record Behaving(string Name, Mode Mode, IReadOnlyList<Mode> Modes);

/// <summary>By name only: a number would be a mode nobody has.</summary>
internal sealed class ModeConverter() : JsonStringEnumConverter<Mode>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(ModeConverter)])]
[JsonSerializable(typeof(IReadOnlyList<Behaving>))]
[JsonSerializable(typeof(List<KnownOrder>))]
[JsonSerializable(typeof(OrderItems))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ContractTerms))]
[JsonSerializable(typeof(IEnumerable<Contract>))]
[JsonSerializable(typeof(ModeChange))]
[JsonSerializable(typeof(Entry))]
internal sealed partial class ThirdPartyJson : JsonSerializerContext;
