using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Local.Bus.Storage;

/// <summary>The small lists and maps that the store keeps as JSON text.</summary>
internal static class StoreJson
{
    public static string Write(IReadOnlyDictionary<string, string> map) =>
        JsonSerializer.Serialize(map, StoreJsonContext.Default.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> list) =>
        JsonSerializer.Serialize(list, StoreJsonContext.Default.IReadOnlyListString);

    public static string Write(IReadOnlyDictionary<string, MessageAttribute> attributes) =>
        JsonSerializer.Serialize(attributes, StoreJsonContext.Default.IReadOnlyDictionaryStringMessageAttribute);

    public static IReadOnlyDictionary<string, string> ReadMap(string json) =>
        JsonSerializer.Deserialize(json, StoreJsonContext.Default.DictionaryStringString)!;

    public static IReadOnlyDictionary<string, MessageAttribute> ReadAttributes(string? json) => json is null
        ? MessageAttribute.None
        : JsonSerializer.Deserialize(json, StoreJsonContext.Default.DictionaryStringMessageAttribute)!;

    public static IReadOnlyList<string> ReadList(string json) =>
        JsonSerializer.Deserialize(json, StoreJsonContext.Default.ListString)!;
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, MessageAttribute>))]
[JsonSerializable(typeof(Dictionary<string, MessageAttribute>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
