using Waybill.Catalog.Reading;

namespace Waybill.Catalog;

/// <summary>One thing that is wrong in the catalog.</summary>
/// <param name="File">Path inside the catalog, with forward slashes.</param>
/// <param name="Line">Line in that file, from 1, where it is known.</param>
/// <param name="At">JSON pointer (RFC 6901) into the frontmatter or the JSON document; empty for the whole of it.</param>
/// <param name="Message">What is wrong, what was given, what is allowed.</param>
/// <param name="Rule">Id of the rule it breaks, as <c>docs/catalog.md</c> lists them.</param>
public sealed record CatalogProblem(string File, int? Line, string At, string Message, string Rule = StructureRule.Frontmatter)
{
    public override string ToString() => $"{File}{(Line is null ? "" : $":{Line}")}{(At.Length == 0 ? "" : $" {At}")}: {Message}";
}

/// <summary>The catalog cannot be relied on; the message lists every problem, not only the first.</summary>
public sealed class CatalogException(IReadOnlyList<CatalogProblem> problems)
    : Exception($"The events catalog has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<CatalogProblem> Problems { get; } = problems;
}
