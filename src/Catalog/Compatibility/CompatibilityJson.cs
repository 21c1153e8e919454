using System.Text.Json.Serialization;

namespace Waybill.Catalog.Compatibility;

/// <summary>What comparing schemas writes as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class CompatibilityJson : JsonSerializerContext;
