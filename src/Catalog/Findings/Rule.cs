namespace Waybill.Catalog.Findings;

/// <summary>A rule with its stable id and what breaking it is worth.</summary>
/// <param name="Id">Group first: <c>reading/missing-field</c>.</param>
/// <param name="Severity">Of each finding.</param>
/// <param name="Says">What must hold, as <c>docs/catalog.md</c> says it.</param>
public sealed record Rule(string Id, Severity Severity, string Says)
{
    /// <summary>A finding of this rule.</summary>
    public Finding At(string file, string? place, string message, string? allowed = null, int? line = null) =>
        new(Severity, Id, file, place, line, message, allowed);
}
