using System.IO.Enumeration;

namespace Waybill.Catalog.Reading;

/// <summary>Which files a catalog has. Links are not followed: they may lead in a circle or out of the repository.</summary>
internal sealed class CatalogFiles
{
    private const int MostFiles = 200_000;
    private const int MostNested = 32;

    private readonly string[] _paths;
    private readonly HashSet<string> _known;

    private CatalogFiles(string[] paths) => (_paths, _known) = (paths, new HashSet<string>(paths, StringComparer.Ordinal));

    /// <summary>Says what is wrong with a file.</summary>
    public delegate void Report(string file, int? line, string at, string message, string rule);

    public IReadOnlyList<string> Paths => _paths;

    public static CatalogFiles Below(string root, Report report)
    {
        var paths = new List<string>();
        try
        {
            foreach (var (path, isLink) in Directory.Exists(root) ? Enumerate(root).Take(MostFiles + 1) : [])
            {
                var file = Path.GetRelativePath(root, path).Replace('\\', '/');
                if (isLink)
                {
                    report(file, null, "", "is a symbolic link, which is not followed; allowed: files and folders", StructureRule.File);
                    continue;
                }

                paths.Add(file);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            report("", null, "", $"the catalog cannot be listed: {unreadable.Message}", StructureRule.File);
        }

        if (paths.Count > MostFiles)
        {
            report("", null, "", $"has more than {MostFiles} files; the rest is not read", StructureRule.File);
        }

        return new CatalogFiles([.. paths.Take(MostFiles).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Files that are not on the disk.</summary>
    public static CatalogFiles Named(IEnumerable<string> paths) => new([.. paths.Order(StringComparer.Ordinal)]);

    public bool Has(string file) => _known.Contains(file);

    public IEnumerable<string> StartingWith(string prefix)
    {
        var at = Array.BinarySearch(_paths, prefix, StringComparer.Ordinal);
        for (var i = at < 0 ? ~at : at; i < _paths.Length && _paths[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            yield return _paths[i];
        }
    }

    private static FileSystemEnumerable<(string Path, bool IsLink)> Enumerate(string root)
    {
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
            MaxRecursionDepth = MostNested,
        };
        return new FileSystemEnumerable<(string, bool)>(root, (ref entry) => (entry.ToFullPath(), IsLink(ref entry)), everything)
        {
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry) && !IsForeign(entry.FileName),
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || IsLink(ref entry),
        };
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>What tools leave beside the pages, a documentation site's packages for example.</summary>
    private static bool IsForeign(ReadOnlySpan<char> folder) => folder is "node_modules" || folder.StartsWith(".", StringComparison.Ordinal);
}
