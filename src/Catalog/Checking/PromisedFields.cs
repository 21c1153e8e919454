using System.Text.Json;
using Waybill.Catalog.Consumers;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Checking;

/// <summary>What a schema promises of one place in an event.</summary>
/// <param name="Exists">Whether the schema describes it.</param>
/// <param name="IsRequired">Whether it is there whenever what is around it is.</param>
/// <param name="Kinds">What it can be.</param>
/// <param name="Format">The <c>format</c> it has to have, if it is a text.</param>
internal sealed record Promise(bool Exists, bool IsRequired, JsonKinds Kinds, string? Format)
{
    /// <summary>What a schema without a word about a place promises.</summary>
    public static readonly Promise Nothing = new(false, false, JsonKinds.Any, null);

    /// <summary>Both hold: of an event that satisfies two schemas.</summary>
    public Promise And(Promise other) => new(Exists || other.Exists, IsRequired || other.IsRequired, Kinds & other.Kinds, Format ?? other.Format);

    /// <summary>One of the two holds.</summary>
    public Promise Or(Promise other) => (Exists, other.Exists) switch
    {
        (true, false) => this with { IsRequired = false },
        (false, true) => other with { IsRequired = false },
        _ => new Promise(Exists, IsRequired && other.IsRequired, Kinds | other.Kinds, Format == other.Format ? Format : null),
    };
}

/// <summary>Looks up places of an event, given as paths such as <c>/items/*/sku</c>, in its schema.</summary>
internal sealed class PromisedFields(JsonElement document)
{
    /// <summary>Enough for any schema a person writes; a reference that leads in circles ends here.</summary>
    private const int MostSteps = 5_000;

    private int _steps;

    public Promise Find(string path)
    {
        _steps = 0;
        return Look(document, [.. path.Split('/').Skip(1).Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
    }

    private Promise Look(JsonElement schema, ReadOnlySpan<string> path)
    {
        if (schema.ValueKind != JsonValueKind.Object || ++_steps > MostSteps)
        {
            return path.IsEmpty && schema.ValueKind == JsonValueKind.True ? Promise.Nothing with { Exists = true, IsRequired = true } : Promise.Nothing;
        }

        var promise = path.IsEmpty ? new Promise(true, true, SchemaKinds.Of(schema), Text(schema, "format")) : Step(schema, path);
        if (Text(schema, "$ref") is ['#', .. var at] && JsonPointer.Find(document, Uri.UnescapeDataString(at)) is { } target)
        {
            promise = promise.And(Look(target, path));
        }

        foreach (var part in Items(schema, "allOf"))
        {
            promise = promise.And(Look(part, path));
        }

        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            promise = AnyOf(promise, Items(schema, keyword), path);
        }

        return schema.TryGetProperty("if", out _) ? promise.And(Branch(schema, "then", path).Or(Branch(schema, "else", path))) : promise;
    }

    private Promise AnyOf(Promise promise, IReadOnlyList<JsonElement> alternatives, ReadOnlySpan<string> path)
    {
        Promise? either = null;
        foreach (var alternative in alternatives)
        {
            var one = Look(alternative, path);
            either = either is null ? one : either.Or(one);
        }

        return either is null ? promise : promise.And(either);
    }

    private Promise Branch(JsonElement schema, string keyword, ReadOnlySpan<string> path) =>
        schema.TryGetProperty(keyword, out var branch) ? Look(branch, path) : path.IsEmpty ? Promise.Nothing with { Exists = true, IsRequired = true } : Promise.Nothing;

    /// <summary>One step into an object or a list.</summary>
    private Promise Step(JsonElement schema, ReadOnlySpan<string> path)
    {
        var inner = Inner(schema, path[0]) is { } child ? Look(child, path[1..]) : Promise.Nothing;
        if (path.Length > 1)
        {
            return inner;
        }

        var name = path[0];
        var isRequired = name == "*" || Items(schema, "required").Any(required => required.ValueKind == JsonValueKind.String && required.ValueEquals(name));
        return inner with { IsRequired = isRequired };
    }

    private static JsonElement? Inner(JsonElement schema, string name)
    {
        if (name != "*")
        {
            return schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var property)
                ? property
                : null;
        }

        return (schema.TryGetProperty("items", out var items) || schema.TryGetProperty("additionalProperties", out items)) && items.ValueKind == JsonValueKind.Object
            ? items
            : null;
    }

    private static string? Text(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IReadOnlyList<JsonElement> Items(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];
}
