namespace Waybill.Catalog.Findings;

/// <summary>A rule with its stable id and what breaking it is worth; <c>docs/</c> says what must hold.</summary>
/// <param name="Id">Group first: <c>reading/missing-field</c>.</param>
/// <param name="Severity">Of each finding.</param>
internal sealed record FindingRule(string Id, Severity Severity)
{
    /// <summary>A finding of this rule.</summary>
    public Finding At(string file, string? place, string message, string? allowed = null, int? line = null) =>
        new(Severity, Id, file, place, line, message, allowed);
}
