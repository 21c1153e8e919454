using System.Text.Json.Nodes;

namespace Waybill.Catalog.Findings;

/// <summary>A report as an object with <c>findings</c> and the counts of each severity.</summary>
internal static class PlainJson
{
    public static JsonObject Of(FindingReport report) => new()
    {
        ["errors"] = report.Count(Severity.Error),
        ["warnings"] = report.Count(Severity.Warning),
        ["notes"] = report.Count(Severity.Note),
        ["findings"] = ReadableJson.List(report.Findings, finding => new JsonObject
        {
            ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
            ["rule"] = finding.RuleId,
            ["file"] = finding.File,
            ["pointer"] = finding.Pointer,
            ["line"] = finding.Line,
            ["message"] = finding.Message,
            ["allowed"] = finding.Allowed,
        }),
    };
}
