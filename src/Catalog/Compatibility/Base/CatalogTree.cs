using System.Text;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Compatibility.Base;

/// <summary>A catalog's files with their contents, from the disk or from a revision, and what differs between two such trees.</summary>
public static class CatalogTree
{
    private const long MostBytesOfFile = 1024 * 1024;

    /// <summary>So many events are in memory at once, whatever the size of the catalog.</summary>
    private const int EventsOfBatch = 150;

    /// <summary>Every file below a folder by its path in it; what is too large, a link or cannot be read is there and empty.</summary>
    /// <exception cref="BaseNotFoundException">The folder cannot be listed.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(string folder)
    {
        var root = Path.GetFullPath(folder);
        try
        {
            return CatalogFiles.Below(root).AsParallel()
                .Select(file => (file.File, Bytes: file.IsLink ? [] : Bytes(Path.Combine(root, file.File))))
                .ToDictionary(file => file.File, file => file.Bytes, StringComparer.Ordinal);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BaseNotFoundException($"'{folder}' cannot be listed: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>
    /// Of both trees, the entries of events of which any file differs: nothing has become of the others. All versions of an event come
    /// together.
    /// </summary>
    public static IEnumerable<(IReadOnlyDictionary<string, byte[]> Before, IReadOnlyDictionary<string, byte[]> Now)> Changed(
        IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> now)
    {
        var entries = before.Keys.Concat(now.Keys).Select(EntryPath.Of).OfType<EntryPath>().Where(entry => entry.Kind == "events")
            .Select(entry => entry.Folder).ToHashSet(StringComparer.Ordinal);
        var changed = before.Keys.Union(now.Keys, StringComparer.Ordinal).Where(file => !IsSame(before, now, file))
            .Select(file => EntryOf(file, entries)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var (filesBefore, filesNow) = (ByEntry(before, entries), ByEntry(now, entries));
        return changed.GroupBy(entry => EventOf(before, now, entry), StringComparer.Ordinal).Chunk(EventsOfBatch)
            .Select(batch => batch.SelectMany(folders => folders).ToList())
            .Select(folders => (
                (IReadOnlyDictionary<string, byte[]>)Of(filesBefore, folders), (IReadOnlyDictionary<string, byte[]>)Of(filesNow, folders)));
    }

    private static ILookup<string?, KeyValuePair<string, byte[]>> ByEntry(
        IReadOnlyDictionary<string, byte[]> tree, HashSet<string> entries) => tree.ToLookup(file => EntryOf(file.Key, entries));

    private static Dictionary<string, byte[]> Of(ILookup<string?, KeyValuePair<string, byte[]>> files, List<string> folders) =>
        folders.SelectMany(folder => files[folder]).ToDictionary(StringComparer.Ordinal);

    /// <summary>What holds versions of an event together wherever their folders are: the id, as its page writes it.</summary>
    private static string EventOf(IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> now, string entry)
    {
        var page = ((string[])["index.mdx", "index.md"]).Select(name => $"{entry}/{name}")
            .Select(file => before.GetValueOrDefault(file) ?? now.GetValueOrDefault(file)).FirstOrDefault(bytes => bytes is not null) ?? [];
        var id = Encoding.UTF8.GetString(page).Split('\n').FirstOrDefault(line => line.StartsWith("id:", StringComparison.Ordinal));
        return id is null ? entry : id[3..].Trim().Trim('"', '\'');
    }

    private static bool IsSame(IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> now, string file) =>
        before.TryGetValue(file, out var one) && now.TryGetValue(file, out var other) && one.AsSpan().SequenceEqual(other);

    /// <summary>The innermost entry that a file belongs to.</summary>
    private static string? EntryOf(string file, HashSet<string> entries)
    {
        for (var end = file.LastIndexOf('/'); end > 0; end = file.LastIndexOf('/', end - 1))
        {
            if (entries.Contains(file[..end]))
            {
                return file[..end];
            }
        }

        return null;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path) is { Length: <= MostBytesOfFile } ? File.ReadAllBytes(path) : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return []; // Empty is neither a page nor a schema: whoever reads it as one says so.
        }
    }
}
