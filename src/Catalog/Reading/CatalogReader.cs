namespace Waybill.Catalog.Reading;

/// <summary>Reads a whole catalog: entries first, then what they say about each other.</summary>
/// <remarks>While an entry cannot be read, nobody can say what refers to nothing: those checks wait until all can be.</remarks>
internal sealed class CatalogReader(CatalogFolder files)
{
    private readonly CatalogFolder _folder = files;
    private readonly List<EntryKeys> _keys = [];
    private bool _allRead = true;

    public CatalogReading Read()
    {
        var entries = _folder.Files.Select(EntryPath.Of).OfType<EntryPath>().ToLookup(entry => entry.Kind);
        var teams = ReadAll(entries["teams"], (_, _, fields) => TeamReader.Read(fields));
        var events = ReadAll(entries["events"], EventReader.Read)
            .OrderBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Version).ToList();
        var domains = ReadAll(entries["domains"], (_, _, fields) => ServiceReader.ReadDomain(fields));
        var references = new EventReferences(events, complete: _allRead);
        var services = ReadAll(entries["services"], (_, entry, fields) => ServiceReader.Read(entry, fields, references));

        var catalog = new EventCatalog(events, services, domains, teams);
        if (_allRead)
        {
            new CrossCheck(_folder, catalog).Run();
        }

        return new CatalogReading(catalog, _folder.Problems) { Keys = _keys };
    }

    /// <summary>What was misread in part is kept, so that others may refer to it; problems say what is missing.</summary>
    /// <remarks>Entries are read side by side; what comes of it stands in the order of the files.</remarks>
    private List<T> ReadAll<T>(IEnumerable<EntryPath> entries, Func<CatalogFolder, EntryPath, Fields, T?> read) where T : class
    {
        var result = new List<T>();
        var readings = entries.AsParallel().AsOrdered().Select(entry =>
        {
            var folder = _folder.Apart();
            var fields = Frontmatter.Read(folder, entry.File);
            var item = fields is null ? null : read(folder, entry, fields);
            return (folder.Problems, Item: item, Keys: fields is null ? null : new EntryKeys(entry.File, entry.Kind, fields.Keys));
        });
        foreach (var reading in readings)
        {
            _folder.Take(reading.Problems);
            _allRead &= reading.Item is not null;
            if (reading.Keys is not null)
            {
                _keys.Add(reading.Keys);
            }

            if (reading.Item is not null)
            {
                result.Add(reading.Item);
            }
        }

        return result;
    }
}
