namespace Waybill.Catalog.Reading;

/// <summary>Reads a whole catalog: entries first, then what they say about each other.</summary>
/// <remarks>While an entry cannot be read, nobody can say what refers to nothing: those checks wait until all can be.</remarks>
internal sealed class CatalogReader(string root)
{
    private readonly CatalogFolder _folder = new(root);
    private bool _allRead = true;

    public CatalogReading Read()
    {
        var entries = _folder.Files.Select(EntryPath.Of).OfType<EntryPath>().ToLookup(entry => entry.Kind);
        var teams = ReadAll(entries["teams"], (_, fields) => TeamReader.Read(fields));
        var events = ReadAll(entries["events"], (entry, fields) => EventReader.Read(_folder, entry, fields))
            .OrderBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Version).ToList();
        var domains = ReadAll(entries["domains"], (_, fields) => ServiceReader.ReadDomain(fields));
        var references = new EventReferences(events, complete: _allRead);
        var services = ReadAll(entries["services"], (entry, fields) => ServiceReader.Read(entry, fields, references));

        var catalog = new EventCatalog(events, services, domains, teams);
        if (_allRead)
        {
            new CrossCheck(_folder, catalog).Run();
        }

        return new CatalogReading(catalog, _folder.Problems);
    }

    /// <summary>What was misread in part is kept, so that others may refer to it; problems say what is missing.</summary>
    private List<T> ReadAll<T>(IEnumerable<EntryPath> entries, Func<EntryPath, Fields, T?> read) where T : class
    {
        var result = new List<T>();
        foreach (var entry in entries)
        {
            if (Frontmatter.Read(_folder, entry.File) is { } fields && read(entry, fields) is { } item)
            {
                result.Add(item);
            }
            else
            {
                _allRead = false;
            }
        }

        return result;
    }
}
