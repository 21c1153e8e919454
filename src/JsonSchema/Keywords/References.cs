using System.Text.Json;
using Waybill.JsonSchemas.Checking;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>$ref</c> to another place of the same document.</summary>
internal sealed class Reference(string pointer, string uri) : Keyword(pointer)
{
    public string Uri { get; } = uri;

    /// <summary>Known once the whole document is read.</summary>
    public Subschema? Target { get; set; }

    public override IEnumerable<Subschema> AppliedInPlace => Target is null ? [] : [Target];

    public static Keyword? Read(KeywordText text)
    {
        if (text.Text() is not { } uri)
        {
            return null;
        }

        if (!text.Reader.IsOwn(uri))
        {
            return text.Refuse(
                $"'{uri}' refers to another document, and nothing is fetched; allowed: places of this one, such as '#/$defs/…'");
        }

        var reference = new Reference(text.Pointer, uri);
        text.Reader.Enqueue(reference);
        return reference;
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation) => Target!.Check(value, place, evaluation);
}

/// <summary>Keywords that name schemas and assert nothing themselves.</summary>
internal static class Definitions
{
    /// <summary>Reads all definitions, so that one nobody refers to yet is still a correct one.</summary>
    public static Keyword? Read(KeywordText text)
    {
        text.SchemaMap();
        return null;
    }

    public static Keyword? ReadAnchor(KeywordText text)
    {
        if (text.Text() is { } name)
        {
            text.Reader.AddAnchor(name, text.Pointer);
        }

        return null;
    }

    /// <summary>An <c>$id</c> further inside changes where references lead, which is not worth its price here.</summary>
    public static Keyword? ReadId(KeywordText text) => text.Text() is null ? null : OnOutermostOnly(text);

    public static Keyword? ReadDialect(KeywordText text) => OnOutermostOnly(text);

    private static Keyword? OnOutermostOnly(KeywordText text) =>
        text.Owner.Pointer.Length > 0 ? text.Refuse($"a schema inside another has {text.Name}; allowed: on the outermost only") : null;
}
