using System.Text.Json;
using static Waybill.Catalog.Routing.TemplateJson;

namespace Waybill.Operations.Planning;

/// <summary>The resources of one template.</summary>
/// <param name="shownAs">The file, as the rules of the same folder name it.</param>
/// <param name="template">The template.</param>
internal sealed class TemplateStack(string shownAs, JsonElement template)
{
    private readonly Dictionary<string, JsonElement> _resources = Member(template, "Resources") is { ValueKind: JsonValueKind.Object } all
        ? all.EnumerateObject().ToDictionary(resource => resource.Name, resource => resource.Value, StringComparer.Ordinal)
        : [];

    public string File { get; } = shownAs;

    public int Count(string type) => Of(type).Count();

    /// <summary>The properties of each resource of a type.</summary>
    public IEnumerable<(string LogicalId, JsonElement Properties)> Of(string type) => _resources
        .Where(resource => Text(Member(resource.Value, "Type")) == type)
        .Select(resource => (resource.Key, Member(resource.Value, "Properties")));

    /// <summary>The properties of what a reference points to; default when it is elsewhere.</summary>
    public JsonElement At(JsonElement reference) =>
        LogicalId(reference) is { } id && _resources.TryGetValue(id, out var resource) ? Member(resource, "Properties") : default;

    /// <summary>A name that is a text, or that of the resource it refers to.</summary>
    public string Name(JsonElement given, string property) =>
        Text(given) ?? Text(Member(At(given), property)) ?? LogicalId(given) ?? given.ToString();

    public static int? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : list.ValueKind == JsonValueKind.Undefined ? [] : [list];
}
