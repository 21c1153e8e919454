using System.Text.Json;

namespace Waybill.Local.Logs.Patterns;

/// <summary>Where in an event's JSON a condition looks: <c>$.a.b</c>, <c>$.a[0]</c>, <c>$.a[*]</c>, <c>$.*</c>, <c>$.['a.b']</c>.</summary>
internal sealed record JsonSelector(IReadOnlyList<JsonSelector.Step> Steps)
{
    /// <summary>The values there; none when there is no such place.</summary>
    public IEnumerable<JsonElement> Of(JsonElement root) =>
        Steps.Aggregate(Enumerable.Repeat(root, 1), (values, step) => values.SelectMany(step.Of));

    /// <summary>A member, an element, or with neither a name nor an index, all of them.</summary>
    internal sealed record Step(string? Name, int? Index)
    {
        public bool IsWildcard => Name is null && Index is null;

        public IEnumerable<JsonElement> Of(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object when Name is { } name => value.TryGetProperty(name, out var member) ? [member] : [],
            JsonValueKind.Object when IsWildcard => value.EnumerateObject().Select(member => member.Value),
            JsonValueKind.Array when Index is { } index => index < value.GetArrayLength() ? [value[index]] : [],
            JsonValueKind.Array when IsWildcard => value.EnumerateArray(),
            _ => [],
        };
    }
}
