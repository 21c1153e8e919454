using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Schemas;

/// <summary>Looks up places of an event, given as paths such as <c>/items/*/sku</c>, in its schema.</summary>
public sealed class PromisedFields(JsonElement document)
{
    /// <summary>Enough for any schema a person writes; a reference that leads in circles ends here.</summary>
    private const int MostSteps = 5_000;

    private const int MostNested = 100;

    private readonly InnerSchemas _inner = new(document);
    private int _steps;
    private int _depth;

    public Promise Find(string path)
    {
        _steps = 0;
        return Look(document, [.. JsonPointer.Tokens(path)]);
    }

    private Promise Look(JsonElement schema, string[] path)
    {
        if (schema.ValueKind != JsonValueKind.Object || ++_steps > MostSteps || _depth > MostNested)
        {
            return path.Length == 0 && schema.ValueKind == JsonValueKind.True ? Promise.Anything : Promise.Nothing;
        }

        _depth++;
        var inside = _inner.Of(schema).ToLookup(inner => inner.Keyword);
        var promise = path.Length == 0 ? Promise.Of(schema) : Step(schema, inside, path);
        promise = inside["$ref"].Concat(inside["allOf"]).Aggregate(promise, (sum, inner) => sum.And(Look(inner.Schema, path)));
        promise = inside.Where(inner => inner.Key is "anyOf" or "oneOf").Aggregate(
            promise, (sum, branches) => sum.And(
                branches.Select(inner => Look(inner.Schema, path)).Aggregate((one, other) => one.Or(other))));
        promise = inside.Contains("if") ? promise.And(Branch("then").Or(Branch("else"))) : promise;
        _depth--;
        return promise;

        Promise Branch(string keyword) => inside[keyword].Select(inner => Look(inner.Schema, path))
            .FirstOrDefault(path.Length == 0 ? Promise.Anything : Promise.Nothing);
    }

    /// <summary>One step into an object or a list.</summary>
    private Promise Step(JsonElement schema, ILookup<string, SchemaPart> inside, string[] path)
    {
        var name = path[0];
        var inner = (name == "*"
            ? inside["items"].Concat(inside["additionalProperties"]).Where(one => one.Schema.ValueKind == JsonValueKind.Object)
            : inside["properties"].Where(property => property.Name == name))
            .Select(one => Look(one.Schema, path[1..])).FirstOrDefault(Promise.Nothing);
        return path.Length > 1 ? inner : inner with { IsRequired = name == "*" || Requires(schema, name) };
    }

    private static bool Requires(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
        && names.EnumerateArray().Any(required => required.ValueKind == JsonValueKind.String && required.ValueEquals(name));
}
