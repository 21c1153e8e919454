using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>The six kinds of JSON values: what holds for each of them on its own holds for all.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Array = 16,
    Object = 32,
    All = Null | Boolean | Number | String | Array | Object,
}

internal static class KindsOf
{
    public static readonly IReadOnlyList<Kinds> Each = [Kinds.Null, Kinds.Boolean, Kinds.Number, Kinds.String, Kinds.Array, Kinds.Object];

    public static Kinds Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => Kinds.Boolean,
        JsonValueKind.Number => Kinds.Number,
        JsonValueKind.String => Kinds.String,
        JsonValueKind.Array => Kinds.Array,
        JsonValueKind.Object => Kinds.Object,
        _ => Kinds.Null,
    };

    public static Kinds Named(string type) => type switch
    {
        "null" => Kinds.Null,
        "boolean" => Kinds.Boolean,
        "number" or "integer" => Kinds.Number,
        "string" => Kinds.String,
        "array" => Kinds.Array,
        "object" => Kinds.Object,
        _ => Kinds.None,
    };

    /// <summary>The kinds a schema's own <c>type</c>, <c>enum</c> and <c>const</c> leave over.</summary>
    public static Kinds Schema(SchemaNode schema)
    {
        if (schema.IsNever)
        {
            return Kinds.None;
        }

        var kinds = Types(schema) is { } types ? types.Aggregate(Kinds.None, (all, type) => all | Named(type)) : Kinds.All;
        return schema.Values() is { } values ? kinds & values.Aggregate(Kinds.None, (all, value) => all | Value(value)) : kinds;
    }

    /// <summary>The names <c>type</c> lists; null when it is absent.</summary>
    public static IReadOnlyList<string>? Types(SchemaNode schema) =>
        schema.Text("type") is { } only ? [only] : schema.Keyword("type") is null ? null : [.. schema.Texts("type")];
}
