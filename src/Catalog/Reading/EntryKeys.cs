namespace Waybill.Catalog.Reading;

/// <summary>The top-level keys of an entry's frontmatter with their lines, known or not.</summary>
/// <param name="File">Path inside the catalog.</param>
/// <param name="Kind"><c>domains</c>, <c>services</c>, <c>events</c> or <c>teams</c>.</param>
/// <param name="Keys">In the order of the file.</param>
internal sealed record EntryKeys(string File, string Kind, IReadOnlyList<(string Key, int Line)> Keys);
