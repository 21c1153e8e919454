namespace Waybill.Catalog.Findings;

/// <summary>One thing a tool found, with its place and what would be right.</summary>
/// <param name="Severity">An error fails the command; a warning will become one; a note is good to know.</param>
/// <param name="RuleId">Stable name of the rule, group first: <c>reading/missing-field</c>. <c>docs/catalog.md</c> lists them.</param>
/// <param name="File">Path inside the repository, with forward slashes.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) into the file or its frontmatter; null for a file that is neither JSON nor YAML.</param>
/// <param name="Line">Line in that file, from 1, where it is known.</param>
/// <param name="Message">What is wrong, and what was given.</param>
/// <param name="Allowed">What is allowed instead, where that can be said apart from the message.</param>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
public sealed record Finding(
    Severity Severity, string RuleId, string File, string? Pointer, int? Line, string Message, string? Allowed = null)
#pragma warning restore CA1720
{
    /// <summary>The finding in one line, as <see cref="FindingFormat.Text"/> writes it.</summary>
    public override string ToString()
    {
        var place = $"{File}{(Line is null ? "" : $":{Line}")}{(string.IsNullOrEmpty(Pointer) ? "" : $" {Pointer}")}";
        return $"{place}: {Severity.ToString().ToLowerInvariant()} {RuleId}: {Message}{(Allowed is null ? "" : $"; allowed: {Allowed}")}";
    }
}

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}
