using Waybill.Catalog.Reading;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Syncing;

/// <summary>Changes the <c>receives</c> of a service's page and leaves every other character as it is.</summary>
/// <remarks>Entries that still hold stay where they are, with their ranges, further keys and comments; others go; new ones come last.</remarks>
internal sealed class ReceivesEditor
{
    private const string Key = "receives";

    private readonly EventCatalog _catalog;
    private readonly List<string> _lines;
    private readonly string _newLine;
    private readonly YamlMappingNode _page;

    public ReceivesEditor(string text, EventCatalog catalog)
    {
        _catalog = catalog;
        _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _lines = [.. text.Split('\n')];
        _page = Parse();
    }

    /// <summary>The page with <paramref name="heard"/>, and nothing else, under <c>receives</c>.</summary>
    public string Write(IReadOnlyList<CatalogEvent> heard)
    {
        var entries = Entries();
        var kept = new List<Entry>();
        foreach (var entry in entries.Where(entry => entry.Events.Count > 0 && entry.Events.All(heard.Contains)))
        {
            if (entry.Events.Except(kept.SelectMany(other => other.Events)).Any())
            {
                kept.Add(entry);
            }
        }

        var missing = heard.Except(kept.SelectMany(entry => entry.Events)).ToList();
        if (kept.Count < entries.Count || missing.Count > 0)
        {
            Replace(entries, kept, missing);
        }

        return string.Join('\n', _lines);
    }

    private void Replace(List<Entry> entries, List<Entry> kept, List<CatalogEvent> missing)
    {
        if (KeyLine() is not { } key)
        {
            _lines.InsertRange(PlaceForKey(), Written(missing, "  ").Prepend($"{Key}:{Ending()}"));
            return;
        }

        if (Value() is not YamlSequenceNode { Style: not SequenceStyle.Flow } || entries.Exists(entry => !entry.IsOfItsOwn))
        {
            // Written in brackets, or not at all: written anew as a list.
            var all = kept.SelectMany(entry => entry.Events).Concat(missing).ToList();
            _lines.RemoveRange(key, Math.Max(key, LastLine(Value())) - key + 1);
            _lines.InsertRange(key, all.Count == 0 ? [] : Written(all, "  ").Prepend($"{Key}:{Ending()}"));
            return;
        }

        var indent = entries.Count > 0 ? _lines[entries[0].First][.._lines[entries[0].First].IndexOf('-', StringComparison.Ordinal)] : "  ";
        _lines.InsertRange(kept.Count > 0 ? kept.Max(entry => entry.Last) + 1 : key + 1, Written(missing, indent));
        RemoveLeft(entries.Except(kept), kept, missing.Count * 2, key);
        if (kept.Count + missing.Count == 0)
        {
            _lines.RemoveAt(key);
        }
    }

    /// <summary>Takes entries out, from the end; those below what was inserted have moved down.</summary>
    private void RemoveLeft(IEnumerable<Entry> left, List<Entry> kept, int inserted, int key)
    {
        var insertedAfter = kept.Count > 0 ? kept.Max(entry => entry.Last) : key;
        foreach (var entry in left.OrderByDescending(entry => entry.First))
        {
            _lines.RemoveRange(entry.First > insertedAfter ? entry.First + inserted : entry.First, entry.Last - entry.First + 1);
        }
    }

    private List<Entry> Entries() => Value() is YamlSequenceNode list
        ? [.. list.Children.Select(item => new Entry(FirstLine(item), LastLine(item), Resolve(item), IsOfItsOwn(item)))]
        : [];

    private IReadOnlyList<CatalogEvent> Resolve(YamlNode item)
    {
        var id = Member(item, "id")?.ToString();
        var version = Member(item, "version")?.ToString() ?? VersionRange.Latest;
        var versions = _catalog.Events.Where(e => e.Id == id).ToList();
        return versions.Count == 0 ? [] : VersionRange.Parse(version)?.Pick(versions) ?? [];
    }

    /// <summary>Whether an item begins on a line that holds nothing before it but its dash.</summary>
    private bool IsOfItsOwn(YamlNode item) => _lines[FirstLine(item)].TrimStart().StartsWith('-');

    private IEnumerable<string> Written(IEnumerable<CatalogEvent> events, string indent) =>
        events.SelectMany(e => (string[])[$"{indent}- id: {e.Id}{Ending()}", $"{indent}  version: {e.Version}{Ending()}"]);

    private string Ending() => _newLine[..^1];

    private YamlNode? Value() => Member(_page, Key);

    private static YamlNode? Member(YamlNode node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private int? KeyLine() => LineOfKey(Key);

    private int? LineOfKey(string key) => _page.Children.Keys.FirstOrDefault(one => one.ToString() == key) is { } found ? (int)found.Start.Line - 1 : null;

    /// <summary>Below <c>sends</c>, else above <c>waybill</c>, else at the end.</summary>
    private int PlaceForKey() =>
        _page.Children.TryGetValue(new YamlScalarNode("sends"), out var sends) ? LastLine(sends) + 1 : LineOfKey("waybill") ?? ClosingFence();

    private int ClosingFence() => _lines.FindIndex(1, line => line.TrimEnd() == "---");

    private static int FirstLine(YamlNode node) => (int)node.Start.Line - 1;

    /// <summary>The last line with something of the node on it; the parser's own end is where the next node begins, comments in between included.</summary>
    private int LastLine(YamlNode? node) => node switch
    {
        null => 0,
        YamlScalarNode scalar => (int)scalar.End.Line - 1,
        YamlMappingNode { Style: MappingStyle.Flow } mapping => Closing('}', mapping.Children.Select(child => LastLine(child.Value)).Append(FirstLine(node)).Max()),
        YamlSequenceNode { Style: SequenceStyle.Flow } list => Closing(']', list.Children.Select(LastLine).Append(FirstLine(node)).Max()),
        YamlMappingNode { Children.Count: > 0 } mapping => mapping.Children.Max(child => Math.Max(LastLine(child.Key), LastLine(child.Value))),
        YamlSequenceNode { Children.Count: > 0 } list => list.Children.Max(LastLine),
        _ => (int)node.Start.Line - 1,
    };

    /// <summary>The line that closes a flow collection; the parser does not keep it.</summary>
    private int Closing(char bracket, int from) => Math.Max(from, _lines.FindIndex(from, line => line.Contains(bracket)));

    private YamlMappingNode Parse()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader("\n" + string.Join('\n', _lines[1..ClosingFence()])));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <param name="First">Index of its first line.</param>
    /// <param name="Last">Index of its last line.</param>
    /// <param name="Events">What its id and range mean in this catalog.</param>
    /// <param name="IsOfItsOwn">Whether its lines hold nothing else.</param>
    private sealed record Entry(int First, int Last, IReadOnlyList<CatalogEvent> Events, bool IsOfItsOwn);
}
