namespace Waybill.Catalog.Findings;

/// <summary>A workflow command that GitHub shows beside the line of a pull request (GitHub docs, "Workflow commands").</summary>
internal static class GitHubAnnotation
{
    public static string Of(Finding finding)
    {
        var kind = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        var line = finding.Line is { } number ? $",line={number}" : "";
        var pointer = string.IsNullOrEmpty(finding.Pointer) ? "" : $"{finding.Pointer}: ";
        var allowed = finding.Allowed is null ? "" : $"; allowed: {finding.Allowed}";
        return $"::{kind} file={Property(finding.File)}{line},title={Property(finding.RuleId)}::" + Data(
            $"{pointer}{finding.Message}{allowed}");
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
