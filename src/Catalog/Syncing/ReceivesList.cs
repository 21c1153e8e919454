using Waybill.Catalog.Pages;
using Waybill.Catalog.Reading;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Syncing;

/// <summary>Writes who hears what into the <c>receives</c> of a service's page, and leaves every other character as it is.</summary>
/// <remarks>Entries that hold stay where they are, with ranges, further keys and comments; others go; new ones come last.</remarks>
internal static class ReceivesList
{
    private const string Key = "receives";

    /// <summary>The page with these events, each with the consumers that hear it, and nothing else under <c>receives</c>.</summary>
    public static string Write(string page, EventCatalog catalog, ILookup<CatalogEvent, string> heard)
    {
        var editor = new PageEditor(page);
        var missing = catalog.Events.Where(heard.Contains).ToList();
        var edits = new List<Action>();
        foreach (var (i, entry) in editor.Entries(Key).Index())
        {
            var events = Events(catalog, entry);
            var consumers = events.Count > 0 ? Consumers(heard[events[0]]) : "[]";
            if (events.Count == 0 || !events.Any(missing.Contains) || !events
                .All(e => heard.Contains(e) && Consumers(heard[e]) == consumers))
            {
                edits.Add(() => editor.RemoveEntry(Key, i));
                continue;
            }

            missing.RemoveAll(events.Contains);
            if (Frontmatter.Member(entry, "consumers") is not YamlSequenceNode listed
                || Consumers(listed.Select(one => one.ToString())) != consumers)
            {
                edits.Add(() => editor.Set(Key, i, "consumers", consumers));
            }
        }

        // From the end, so that the numbers of those above stay right.
        edits.Reverse();
        edits.ForEach(edit => edit());
        if (editor.Entries(Key).Count + missing.Count == 0)
        {
            editor.RemoveKey(Key);
        }
        else if (missing.Count > 0)
        {
            editor.Append(
                Key, missing.Select(e => (string[])[$"id: {e.Id}", $"version: {e.Version}", $"consumers: {Consumers(heard[e])}"]));
        }

        return editor.Text;
    }

    /// <summary>In one line and in order, so that a review sees a consumer come or go.</summary>
    private static string Consumers(IEnumerable<string> consumers) =>
        $"[{string.Join(", ", consumers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}]";

    /// <summary>What an entry's id and range mean in this catalog.</summary>
    private static IReadOnlyList<CatalogEvent> Events(EventCatalog catalog, YamlNode entry)
    {
        var id = Frontmatter.Member(entry, "id")?.ToString();
        var version = Frontmatter.Member(entry, "version")?.ToString() ?? VersionRange.Latest;
        var versions = catalog.Events.Where(e => e.Id == id).ToList();
        return versions.Count == 0 ? [] : VersionRange.Parse(version)?.Pick(versions) ?? [];
    }
}
