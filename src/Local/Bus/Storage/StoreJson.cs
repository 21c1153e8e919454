using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Local.Bus.Storage;

/// <summary>The small lists and maps that the store keeps as JSON text.</summary>
internal static class StoreJson
{
    public static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>(StringComparer.Ordinal);

    public static string Write(IReadOnlyDictionary<string, string> map) =>
        JsonSerializer.Serialize(map, StoreJsonContext.Default.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> list) =>
        JsonSerializer.Serialize(list, StoreJsonContext.Default.IReadOnlyListString);

    public static IReadOnlyDictionary<string, string> ReadMap(string? json) =>
        json is null ? NoAttributes : JsonSerializer.Deserialize(json, StoreJsonContext.Default.DictionaryStringString)!;

    public static IReadOnlyList<string> ReadList(string json) =>
        JsonSerializer.Deserialize(json, StoreJsonContext.Default.ListString)!;
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
