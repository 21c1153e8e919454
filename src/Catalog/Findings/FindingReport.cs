namespace Waybill.Catalog.Findings;

/// <summary>Who reads a report: people, programs, code-scanning tools (SARIF 2.1.0), or a GitHub pull request.</summary>
public enum FindingFormat
{
    Text,
    Json,
    Sarif,
    GitHub,
}

/// <summary>What a command found: worst first, then by place, so that two runs print the same.</summary>
public sealed class FindingReport(IEnumerable<Finding> findings)
{
    public IReadOnlyList<Finding> Findings { get; } =
    [
        .. findings.Distinct().OrderByDescending(f => f.Severity).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line ?? 0)
            .ThenBy(f => f.Pointer, StringComparer.Ordinal).ThenBy(f => f.RuleId, StringComparer.Ordinal)
            .ThenBy(f => f.Message, StringComparer.Ordinal),
    ];

    /// <summary>1 when there is an error, else 0: warnings do not fail a build.</summary>
    public int ExitCode => Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;

    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    public void Write(TextWriter output, FindingFormat format) => output.WriteLine(format switch
    {
        FindingFormat.Text => Text(),
        FindingFormat.Json => ReadableJson.Write(PlainJson.Of(this)),
        FindingFormat.Sarif => ReadableJson.Write(SarifLog.Of(this)),
        FindingFormat.GitHub => string.Join('\n', Findings.Select(GitHubAnnotation.Of)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
    });

    private string Text() => string.Join('\n', Findings.Select(finding => finding.ToString()).Append(
        $"{Count(Severity.Error)} errors, {Count(Severity.Warning)} warnings, {Count(Severity.Note)} notes"));
}
