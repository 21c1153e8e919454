using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>pattern</c>: found anywhere in the string, unless the pattern says otherwise.</summary>
internal sealed class PatternKeyword(string pointer, Pattern pattern) : Keyword(pointer, JsonValueKind.String)
{
    public static Keyword? Read(KeywordText text) =>
        text.Text() is { } written && text.Pattern(written, text.Pointer) is { } pattern ? new PatternKeyword(text.Pointer, pattern) : null;

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (!pattern.IsIn(value.GetString()!))
        {
            evaluation.Report(place, Pointer, $"does not match the pattern; allowed: {pattern.Text}");
        }
    }
}

/// <summary><c>format</c>, asserted; one that we cannot assert is refused.</summary>
internal sealed class FormatKeyword(string pointer, string name, Format format) : Keyword(pointer, JsonValueKind.String)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Text() is not { } name)
        {
            return null;
        }

        if (Formats.All.TryGetValue(name, out var format))
        {
            return new FormatKeyword(text.Pointer, name, format);
        }

        var known = Formats.All.Keys.Order(StringComparer.Ordinal);
        return text.Refuse($"'{name}' is not a format this validator checks; allowed: {string.Join(", ", known)}");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (!format.IsMet(value.GetString()!))
        {
            evaluation.Report(place, Pointer, $"is not written as the format '{name}' asks");
        }
    }
}
