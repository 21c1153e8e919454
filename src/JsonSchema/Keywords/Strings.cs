using System.Text.Json;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>pattern</c>: found anywhere in the string, unless the pattern says otherwise.</summary>
internal sealed class PatternKeyword(string pointer, Pattern pattern) : Keyword(pointer)
{
    public static Keyword? Read(KeywordText text) =>
        text.Text() is { } written && text.Pattern(written, text.Pointer) is { } pattern ? new PatternKeyword(text.Pointer, pattern) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (value.ValueKind == JsonValueKind.String && !pattern.IsIn(value.GetString()!))
        {
            evaluation.Report(place, Pointer, $"does not match the pattern; allowed: {pattern.Text}");
        }
    }
}

/// <summary><c>format</c>, asserted; one that we cannot assert is refused.</summary>
internal sealed class FormatKeyword(string pointer, string name, Predicate<string> isMet) : Keyword(pointer)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Text() is not { } name)
        {
            return null;
        }

        if (Formats.All.TryGetValue(name, out var isMet))
        {
            return new FormatKeyword(text.Pointer, name, isMet);
        }

        var known = Formats.All.Keys.Order(StringComparer.Ordinal);
        return text.Refuse($"'{name}' is not a format this validator checks; allowed: {string.Join(", ", known)}");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (value.ValueKind == JsonValueKind.String && !isMet(value.GetString()!))
        {
            evaluation.Report(place, Pointer, $"is not written as the format '{name}' asks");
        }
    }
}
