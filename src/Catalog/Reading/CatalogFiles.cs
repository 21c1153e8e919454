using System.IO.Enumeration;

namespace Waybill.Catalog.Reading;

/// <summary>Lists the files of a catalog. Links are not followed: they may lead in a circle or out of the repository.</summary>
internal static class CatalogFiles
{
    private const int MostNested = 32;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MaxRecursionDepth = MostNested,
    };

    /// <summary>Files and links by their paths below the root, with forward slashes; none when there is no such folder.</summary>
    public static IEnumerable<(string File, bool IsLink)> Below(string root) =>
        !Directory.Exists(root) ? [] : new FileSystemEnumerable<(string, bool)>(
        root, (ref entry) => (Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/'), IsLink(ref entry)), Everything)
        {
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry) && !IsForeign(entry.FileName),
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || IsLink(ref entry),
        };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>What tools leave beside the pages, a documentation site's packages for example.</summary>
    private static bool IsForeign(ReadOnlySpan<char> folder) =>
        folder is "node_modules" || folder.StartsWith(".", StringComparison.Ordinal);
}
