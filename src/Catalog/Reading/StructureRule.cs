namespace Waybill.Catalog.Reading;

/// <summary>Ids of the rules that reading a catalog checks; <c>docs/catalog.md</c> says what each means.</summary>
internal static class StructureRule
{
    public const string File = "structure/file";
    public const string Frontmatter = "structure/frontmatter";
    public const string UnknownKey = "structure/unknown-key";
    public const string Version = "structure/version";
    public const string Reference = "structure/reference";
    public const string Twin = "structure/twin";
    public const string Schema = "structure/schema";
    public const string Example = "structure/example";
    public const string Unclassified = "structure/unclassified";
    public const string Thin = "structure/thin";
}
