namespace Waybill.Catalog.Reading;

/// <summary>Reads a whole catalog: entries first, then what they say about each other.</summary>
/// <remarks>While an entry cannot be read, nobody can say what refers to nothing: those checks wait until all can be.</remarks>
public sealed class CatalogReader
{
    internal const string EnvelopeFile = "envelope.schema.json";

    private readonly CatalogFolder _folder;
    private readonly List<EntryKeys> _keys = [];
    private bool _allRead = true;

    private CatalogReader(CatalogFolder folder) => _folder = folder;

    /// <summary>Reads the catalog in <paramref name="folder"/>.</summary>
    /// <exception cref="CatalogException">Something in it is wrong; lists all of it.</exception>
    public static EventCatalog Load(string folder)
    {
        var reading = Read(folder);
        return reading.Problems.Count == 0 ? reading.Catalog : throw new CatalogException(reading.Problems);
    }

    /// <summary>Reads what can be read of the catalog in <paramref name="folder"/> and says what could not.</summary>
    /// <remarks>Never throws for what a file says, and fetches nothing.</remarks>
    public static CatalogReading Read(string folder) => new CatalogReader(new CatalogFolder(folder)).Read();

    /// <summary>The same of a catalog that is not on the disk: its files by their paths in it, with forward slashes.</summary>
    public static CatalogReading Read(IReadOnlyDictionary<string, byte[]> files) => new CatalogReader(new CatalogFolder(files)).Read();

    private CatalogReading Read()
    {
        var entries = _folder.Files.Select(EntryPath.Of).OfType<EntryPath>().ToLookup(entry => entry.Kind);
        var teams = ReadAll(entries["teams"], (_, _, fields) => ServiceEntry.ReadTeam(fields));
        var events = ReadAll(entries["events"], EventEntry.Read)
            .OrderBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Version).ToList();
        var domains = ReadAll(entries["domains"], (_, _, fields) => ServiceEntry.ReadDomain(fields));
        var references = new EventReferences(events, complete: _allRead);
        var services = ReadAll(entries["services"], (_, entry, fields) => ServiceEntry.Read(entry, fields, references));

        var envelope = _folder.Has(EnvelopeFile) ? _folder.ReadSchema(EnvelopeFile) : null;
        var catalog = new EventCatalog(events, services, domains, teams);
        if (_allRead)
        {
            new CrossCheck(_folder, catalog).Run();
        }

        return new CatalogReading(catalog, _folder.Problems) { Envelope = envelope, Keys = _keys };
    }

    /// <summary>What was misread in part is kept, so that others may refer to it; problems say what is missing.</summary>
    /// <remarks>Entries are read side by side; what comes of it stands in the order of the files.</remarks>
    private List<T> ReadAll<T>(IEnumerable<EntryPath> entries, Func<CatalogFolder, EntryPath, Fields, T?> read) where T : class
    {
        var result = new List<T>();
        var readings = entries.AsParallel().AsOrdered().Select(entry =>
        {
            var folder = _folder.Apart();
            var fields = Fields.Of(folder, entry.File);
            var item = fields is null ? null : read(folder, entry, fields);
            return (folder.Problems, Item: item, Keys: fields is null ? null : new EntryKeys(entry, fields.Keys));
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
