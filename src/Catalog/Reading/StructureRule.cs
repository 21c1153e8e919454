using Waybill.Catalog.Findings;
using static Waybill.Catalog.Findings.Severity;

namespace Waybill.Catalog.Reading;

/// <summary>The rules that reading a catalog checks; <c>docs/catalog.md</c> says what each means.</summary>
internal static class StructureRule
{
    public static readonly FindingRule File = new("structure/file", Error);
    public static readonly FindingRule Frontmatter = new("structure/frontmatter", Error);
    public static readonly FindingRule UnknownKey = new("structure/unknown-key", Error);
    public static readonly FindingRule Version = new("structure/version", Error);
    public static readonly FindingRule Reference = new("structure/reference", Error);
    public static readonly FindingRule Twin = new("structure/twin", Error);
    public static readonly FindingRule Schema = new("structure/schema", Error);
    public static readonly FindingRule Example = new("structure/example", Error);
    public static readonly FindingRule Unclassified = new("structure/unclassified", Error);
    public static readonly FindingRule Thin = new("structure/thin", Error);
}
