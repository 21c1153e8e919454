using System.Text.Json.Nodes;

namespace Waybill.Catalog.Findings;

/// <summary>A report in SARIF 2.1.0 (OASIS standard), for code-scanning tools.</summary>
internal static class SarifLog
{
    public static JsonObject Of(FindingReport report)
    {
        var rules = report.Findings.Select(finding => finding.RuleId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToList();
        return new JsonObject
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = Driver(rules) },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = ReadableJson.List(report.Findings, finding => Result(finding, rules.IndexOf(finding.RuleId))),
            }),
        };
    }

    private static JsonObject Driver(List<string> rules) => new()
    {
        ["name"] = "waybill",
        ["rules"] = ReadableJson.List(rules, rule => new JsonObject { ["id"] = rule }),
    };

    private static JsonObject Result(Finding finding, int rule) => new()
    {
        ["ruleId"] = finding.RuleId,
        ["ruleIndex"] = rule,
        ["level"] = finding.Severity.ToString().ToLowerInvariant(),
        ["message"] =
            new JsonObject { ["text"] = finding.Allowed is null ? finding.Message : $"{finding.Message}; allowed: {finding.Allowed}" },
        ["locations"] = new JsonArray(Location(finding)),
    };

    private static JsonObject Location(Finding finding)
    {
        var uri = string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString));
        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = uri } };
        if (finding.Line is { } line)
        {
            place["region"] = new JsonObject { ["startLine"] = line };
        }

        var location = new JsonObject { ["physicalLocation"] = place };
        if (!string.IsNullOrEmpty(finding.Pointer))
        {
            location["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = finding.Pointer });
        }

        return location;
    }
}
