using System.Text.Json;

namespace Waybill.Catalog.Findings;

/// <summary>A report as an object with <c>findings</c> and the counts of each severity.</summary>
internal static class PlainJson
{
    public static void Write(Utf8JsonWriter json, FindingReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("errors", report.Count(Severity.Error));
        json.WriteNumber("warnings", report.Count(Severity.Warning));
        json.WriteNumber("notes", report.Count(Severity.Note));
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            WriteFinding(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("rule", finding.RuleId);
        json.WriteString("file", finding.File);
        json.WriteString("pointer", finding.Pointer);
        if (finding.Line is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        json.WriteString("message", finding.Message);
        json.WriteString("allowed", finding.Allowed);
        json.WriteEndObject();
    }
}
