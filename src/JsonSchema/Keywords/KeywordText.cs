using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>A keyword as written, with what its reader needs to understand it; an unreadable one is refused and read as null.</summary>
internal sealed record KeywordText(SchemaReader Reader, Subschema Owner, JsonElement Siblings, string Name, JsonElement Value)
{
    public string Pointer => $"{Owner.Pointer}/{JsonPointer.Escape(Name)}";

    public Keyword? Refuse(string message)
    {
        Reader.Refuse(Pointer, message);
        return null;
    }

    public Keyword? RefuseAllBut(string allowed) => Refuse($"{JsonKind.WordOf(Value)} given; allowed: {allowed}");

    public Subschema Schema() => Reader.Read(Value, Pointer);

    /// <summary>A non-empty array of schemas.</summary>
    public IReadOnlyList<Subschema>? SchemaList()
    {
        if (Value.ValueKind == JsonValueKind.Array && Value.GetArrayLength() > 0)
        {
            return [.. Value.EnumerateArray().Select((schema, i) => Reader.Read(schema, $"{Pointer}/{i}"))];
        }

        RefuseAllBut("an array of at least one schema");
        return null;
    }

    /// <summary>An object whose members are schemas.</summary>
    public IReadOnlyList<KeyValuePair<string, Subschema>>? SchemaMap()
    {
        if (Value.ValueKind == JsonValueKind.Object)
        {
            return [.. Value.EnumerateObject().Select(member => KeyValuePair.Create(
                member.Name, Reader.Read(member.Value, $"{Pointer}/{JsonPointer.Escape(member.Name)}")))];
        }

        RefuseAllBut("an object of schemas");
        return null;
    }

    /// <summary>An array of texts, no two of them equal.</summary>
    public IReadOnlyList<string>? Texts() => Texts(Value, Pointer);

    public IReadOnlyList<string>? Texts(JsonElement array, string pointer)
    {
        var texts = array.ValueKind == JsonValueKind.Array && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? array.EnumerateArray().Select(item => item.GetString()!).ToList()
            : null;
        if (texts is not null && texts.Distinct(StringComparer.Ordinal).Count() == texts.Count)
        {
            return texts;
        }

        Reader.Refuse(pointer, "allowed: an array of different strings");
        return null;
    }

    public string? Text()
    {
        if (Value.ValueKind == JsonValueKind.String)
        {
            return Value.GetString();
        }

        RefuseAllBut("a string");
        return null;
    }

    public int? Count()
    {
        if (Value.ValueKind == JsonValueKind.Number && JsonNumber.Of(Value).AsCount() is { } count)
        {
            return count;
        }

        RefuseAllBut("a whole number from 0");
        return null;
    }

    public JsonNumber? Number()
    {
        if (Value.ValueKind == JsonValueKind.Number)
        {
            return JsonNumber.Of(Value);
        }

        RefuseAllBut("a number");
        return null;
    }

    public Pattern? Pattern(string text, string pointer)
    {
        try
        {
            return Patterns.Pattern.Parse(text);
        }
        catch (FormatException refused)
        {
            Reader.Refuse(pointer, refused.Message);
            return null;
        }
    }
}
