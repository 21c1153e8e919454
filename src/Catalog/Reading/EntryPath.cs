namespace Waybill.Catalog.Reading;

/// <summary>What a file's place in EventCatalog's folders says about it.</summary>
/// <param name="File">Path inside the catalog.</param>
/// <param name="Kind">The innermost of <c>domains</c>, <c>services</c>, <c>events</c>, <c>teams</c>.</param>
/// <param name="Folder">The entry's own folder, where its schema and examples are.</param>
/// <param name="Domain">Folder name of the domain around it.</param>
internal sealed record EntryPath(string Kind, string File, string Folder, string? Domain)
{
    private static readonly string[] Collections = ["domains", "subdomains", "services", "events"];

    /// <summary>The entry a file describes; null for schemas, examples, change logs and what Waybill does not read.</summary>
    public static EntryPath? Of(string file)
    {
        var parts = file.Split('/');
        if (parts is ["teams", _] && IsPage(file))
        {
            return new EntryPath("teams", file, "teams", null);
        }

        if (parts[^1] is not ("index.md" or "index.mdx"))
        {
            return null;
        }

        var last = Array.FindLastIndex(parts, part => Collections.Contains(part, StringComparer.Ordinal));
        var isEntry = last >= 0 && (parts.Length == last + 3 || (parts.Length == last + 5 && parts[last + 2] == "versioned"));
        if (!isEntry)
        {
            return null;
        }

        var domain = Array.FindLastIndex(parts, last, part => part is "domains" or "subdomains");
        return new EntryPath(
            parts[last] == "subdomains"
                ? "domains"
                : parts[last], file, file[..file.LastIndexOf('/')], domain < 0
                ? null
                : parts[domain + 1]);
    }

    /// <summary>EventCatalog reads both.</summary>
    private static bool IsPage(string file) =>
        file.EndsWith(".mdx", StringComparison.Ordinal) || file.EndsWith(".md", StringComparison.Ordinal);
}
