using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>Says a schema as a formula: <c>$ref</c>s are followed; conditions, dependencies and exclusions become plain logic.</summary>
/// <remarks>The document is one that our validator takes, or takes but for <c>unevaluated…</c>.</remarks>
internal sealed class SchemaMeaning(Logic logic, string document, JsonElement root)
{
    private readonly SchemaReferences _references = new(root);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Formula> _done = new(StringComparer.Ordinal);

    public Formula OfRoot() => Of(root, "");

    private Formula Of(JsonElement schema, string at)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return schema.ValueKind == JsonValueKind.True ? logic.Everything : logic.Nothing;
        }

        if (_done.TryGetValue(at, out var done))
        {
            return done;
        }

        if (!_underway.Add(at))
        {
            return logic.Name($"{document}#{at}", () => _done[at]);
        }

        var keywords = schema.EnumerateObject().Select(keyword => new Written(schema, keyword.Value, at, keyword.Name));
        var meaning = logic.And([.. keywords.Select(Keyword)]);
        _underway.Remove(at);
        return _done[at] = meaning;
    }

    private Formula Keyword(Written it) => it.Name switch
    {
        "$ref" => _references.Resolve(it.Value.GetString()!) is { } target ? Of(target.Schema, target.At) : logic.Nothing,

        "type" => logic.Of(JsonKind.ListedIn(it.Value)),
        "enum" => logic.Or([.. it.Value.EnumerateArray().Select(value => Constants.Of(logic, value))]),
        "const" => Constants.Of(logic, it.Value),

        "minimum" => logic.Says(new AtLeast(JsonNumber.Of(it.Value), IsExclusive: false)),
        "exclusiveMinimum" => logic.Says(new AtLeast(JsonNumber.Of(it.Value), IsExclusive: true)),
        "maximum" => logic.Not(logic.Of(new AtLeast(JsonNumber.Of(it.Value), IsExclusive: true))),
        "exclusiveMaximum" => logic.Not(logic.Of(new AtLeast(JsonNumber.Of(it.Value), IsExclusive: false))),
        "multipleOf" => logic.Says(new MultipleOf(JsonNumber.Of(it.Value))),

        "minLength" => logic.Says(new HasLength(it.Count)),
        "maxLength" => logic.AtMost(it.Count, more => new HasLength(more)),
        "pattern" => logic.Says(new Matches(it.Value.GetString()!)),
        "format" => logic.Says(new HasFormat(it.Value.GetString()!)),

        "prefixItems" => All(it, (part, meaning) => logic.Items(part.Index, part.Index, meaning)),
        "items" => logic.Items(it.Neighbour("prefixItems")?.GetArrayLength() ?? 0, Fact.NoEnd, Inner(it)),
        "contains" => Contains(it),
        "minItems" => logic.Says(new HasItems(it.Count, 0, Fact.NoEnd, logic.Everything)),
        "maxItems" => logic.AtMost(it.Count, more => new HasItems(more, 0, Fact.NoEnd, logic.Everything)),
        "uniqueItems" => it.Value.ValueKind == JsonValueKind.True ? logic.Not(logic.Of(new HasEqualItems())) : logic.Everything,

        "properties" => All(it, (part, meaning) => logic.Members(logic.Text(part.Name!), meaning)),
        "patternProperties" => All(it, (part, meaning) => logic.Members(logic.Of(new Matches(part.Name!)), meaning)),
        "additionalProperties" => logic.Members(OtherNames(it), Inner(it)),
        "propertyNames" => logic.Members(logic.And(logic.Of(JsonKinds.Text), logic.Not(Inner(it))), logic.Nothing),
        "required" => logic.Or(logic.Of(JsonKinds.Any & ~JsonKinds.Object), logic.And([.. Written.Texts(it.Value).Select(logic.Has)])),
        "minProperties" => logic.Says(new HasMembers(it.Count, logic.Everything, logic.Everything)),
        "maxProperties" => logic.AtMost(it.Count, more => new HasMembers(more, logic.Everything, logic.Everything)),
        "dependentRequired" => logic.And([.. it.Value.EnumerateObject().Select(dependency =>
            logic.Or(logic.Not(logic.Has(dependency.Name)), logic.And([.. Written.Texts(dependency.Value).Select(logic.Has)])))]),
        "dependentSchemas" => All(it, (part, meaning) => logic.Or(logic.Not(logic.Has(part.Name!)), meaning)),

        "allOf" => logic.And(Parts(it)),
        "anyOf" => logic.Or(Parts(it)),
        "oneOf" => ExactlyOne(Parts(it)),
        "not" => logic.Not(Inner(it)),
        "if" => Condition(it),

        // What counts as evaluated hangs on annotations, which a set of values has not.
        "unevaluatedItems" or "unevaluatedProperties" => logic.Of(new SaysWords(
            it.Schema.GetRawText() is var words && words.Contains("\"$ref\"", StringComparison.Ordinal) ? $"{document}: {words}" : words)),
        _ => logic.Everything,
    };

    private Formula Inner(Written it) => Of(it.Value, it.Pointer);

    private IReadOnlyList<Formula> Parts(Written it) => [.. it.Parts.Select(part => Of(part.Schema, part.At))];

    private Formula All(Written it, Func<SchemaPart, Formula, Formula> says) =>
        logic.And([.. it.Parts.Select(part => says(part, Of(part.Schema, part.At)))]);

    private Formula OtherNames(Written it) => logic.Not(logic.Or(
    [
        .. it.Names("properties").Select(logic.Text),
        .. it.Names("patternProperties").Select(pattern => logic.Of(new Matches(pattern))),
    ]));

    private Formula Contains(Written it)
    {
        var wanted = Inner(it);
        var most = it.Neighbour("maxContains") is { } limit ? Written.CountOf(limit) : int.MaxValue;
        return logic.And(
            logic.Says(new HasItems(it.Neighbour("minContains") is { } least ? Written.CountOf(least) : 1, 0, Fact.NoEnd, wanted)),
            logic.AtMost(most, more => new HasItems(more, 0, Fact.NoEnd, wanted)));
    }

    private Formula ExactlyOne(IReadOnlyList<Formula> parts) => logic.Or([.. parts.Select((part, i) =>
        logic.And([part, .. parts.Where((_, other) => other != i).Select(logic.Not)]))]);

    private Formula Condition(Written it)
    {
        var condition = Inner(it);
        var then = it.Neighbour("then") is { } met ? Of(met, $"{it.At}/then") : logic.Everything;
        var otherwise = it.Neighbour("else") is { } unmet ? Of(unmet, $"{it.At}/else") : logic.Everything;
        return logic.And(logic.Or(logic.Not(condition), then), logic.Or(condition, otherwise));
    }

    /// <param name="Schema">The schema with the keyword and its neighbours.</param>
    /// <param name="Value">What the keyword says.</param>
    /// <param name="At">JSON pointer of the schema.</param>
    /// <param name="Name">The keyword.</param>
    private readonly record struct Written(JsonElement Schema, JsonElement Value, string At, string Name)
    {
        public string Pointer => $"{At}/{Name}";

        public int Count => CountOf(Value);

        public IEnumerable<SchemaPart> Parts => PartsOf(Schema, At, Name);

        public static int CountOf(JsonElement value) => JsonNumber.Of(value).AsCount()!.Value;

        public static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

        public JsonElement? Neighbour(string name) => Schema.TryGetProperty(name, out var value) ? value : null;

        public IEnumerable<string> Names(string map) => Neighbour(map)?.EnumerateObject().Select(member => member.Name) ?? [];

        private static IEnumerable<SchemaPart> PartsOf(JsonElement schema, string at, string name) =>
            SchemaPart.Of(schema, at).Where(part => part.Keyword == name);
    }
}
