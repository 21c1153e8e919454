using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>required</c>: the names that have to be there.</summary>
internal sealed class Required(string pointer, IReadOnlyList<string> names) : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword? Read(KeywordText text) => text.Texts() is { } names ? new Required(text.Pointer, names) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                evaluation.Report(place, Pointer, $"the property '{name}' is missing");
            }
        }
    }
}

/// <summary><c>dependentRequired</c>: who brings one property has to bring others.</summary>
internal sealed class DependentRequired(string pointer, IReadOnlyList<(string Name, IReadOnlyList<string> Needed)> dependencies)
    : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Value.ValueKind != JsonValueKind.Object)
        {
            return text.RefuseAllBut("an object of arrays of property names");
        }

        var dependencies = new List<(string, IReadOnlyList<string>)>();
        foreach (var member in text.Value.EnumerateObject())
        {
            if (text.Texts(member.Value, $"{text.Pointer}/{JsonPointer.Escape(member.Name)}") is { } needed)
            {
                dependencies.Add((member.Name, needed));
            }
        }

        return new DependentRequired(text.Pointer, dependencies);
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var (name, needed) in dependencies)
        {
            if (value.TryGetProperty(name, out _))
            {
                foreach (var missing in needed.Where(other => !value.TryGetProperty(other, out _)))
                {
                    evaluation.Report(place, Pointer, $"the property '{missing}' is missing; '{name}' asks for it");
                }
            }
        }
    }
}

/// <summary><c>propertyNames</c>: a schema for the names themselves.</summary>
internal sealed class PropertyNames(string pointer, Subschema schema) : Keyword(pointer, JsonValueKind.Object)
{
    public static Keyword Read(KeywordText text) => new PropertyNames(text.Pointer, text.Schema());

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var member in value.EnumerateObject())
        {
            schema.Check(AsJson(member.Name), place.At(member.Name), evaluation);
        }
    }

    private static JsonElement AsJson(string name)
    {
        using var document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(name)}\"");
        return document.RootElement.Clone();
    }
}
