using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Pages;

/// <summary>Changes keys and lists in the frontmatter of a page that people wrote, and leaves every other character as it is.</summary>
internal sealed class PageEditor
{
    /// <summary>A key that is new comes after those of these that stand before it here.</summary>
    private static readonly string[] Sequence = ["sends", "receives", "waybill"];

    private readonly List<string> _lines;
    private readonly string _ending;
    private YamlMappingNode _root;

    /// <exception cref="PageException">It has no frontmatter.</exception>
    public PageEditor(string page)
    {
        _ending = page.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
        _lines = [.. page.Split('\n')];
        _root = Frontmatter.Parse(page);
    }

    public string Text => string.Join('\n', _lines);

    /// <summary>The entries of a list, whose path is written with dots: <c>waybill.ignores</c>.</summary>
    public IReadOnlyList<YamlNode> Entries(string path) => Find(path).Value is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>A text in double quotes, whose escapes are those of JSON (YAML 1.2, section 7.3.1).</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Adds entries, each given as its lines, to the end of a list; makes the list when there is none.</summary>
    public void Append(string path, IEnumerable<IReadOnlyList<string>> entries)
    {
        Unfold(path);
        var key = KeyLine(path);
        var present = Entries(path);
        var indent = present.Count > 0 ? Indent(First(present[0])) : $"{Indent(key)}  ";
        Insert(present.Count > 0 ? Last(present[^1]) + 1 : key + 1, entries.SelectMany(entry => Item(entry, indent)));
    }

    /// <summary>Takes an entry out of a list.</summary>
    public void RemoveEntry(string path, int index)
    {
        Unfold(path);
        var entry = Entries(path)[index];
        Replace(First(entry), Last(entry), []);
    }

    /// <summary>Gives a key of an entry a value.</summary>
    public void Set(string path, int index, string key, string value)
    {
        Unfold(path);
        var entry = (YamlMappingNode)Entries(path)[index];
        if (entry.Style == MappingStyle.Flow)
        {
            Replace(First(entry), Last(entry), Item(Lines(entry), Indent(First(entry))));
            entry = (YamlMappingNode)Entries(path)[index];
        }

        if (entry.Children.FirstOrDefault(child => child.Key.ToString() == key) is { Key: { } known, Value: var old })
        {
            Replace(First(known), Last(old), [$"{_lines[First(known)][..((int)known.Start.Column - 1)]}{key}: {value}"]);
            return;
        }

        Insert(Last(entry) + 1, [$"{new string(' ', (int)entry.Children.First().Key.Start.Column - 1)}{key}: {value}"]);
    }

    /// <summary>Takes a key out, if it is there, with all that is below it.</summary>
    public void RemoveKey(string path)
    {
        if (Find(path) is ({ } key, { } value))
        {
            Replace(First(key), Math.Max(First(key), Last(value)), []);
        }
    }

    /// <summary>The line of a key, made when it is not there.</summary>
    private int KeyLine(string path)
    {
        if (Find(path).Key is { } key)
        {
            return First(key);
        }

        var names = path.Split('.');
        var (at, indent) = names.Length == 1 ? (PlaceOf(path), "") : Find(names[0]).Value switch
        {
            YamlMappingNode { Style: not MappingStyle.Flow } around => (Last(around) + 1, Indent(First(around))),
            null or YamlScalarNode { Value: null or "" } => (KeyLine(names[0]) + 1, "  "),
            var other => throw new PageException(First(other) + 1, $"'{names[0]}' is not written as lines below its key; write it so"),
        };
        Insert(at, [$"{indent}{names[^1]}:"]);
        return at;
    }

    private int PlaceOf(string key)
    {
        var at = Array.IndexOf(Sequence, key);
        return Sequence[..at].Reverse().Select(Find).FirstOrDefault(found => found.Key is not null) is { Value: { } before }
            ? Last(before) + 1
            : Sequence[(at + 1)..].Select(Find).FirstOrDefault(found => found.Key is not null) is { Key: { } after } ? First(after)
            : _lines.FindIndex(1, line => line.TrimEnd() == "---");
    }

    /// <summary>A list in brackets is written anew with its entries on lines of their own.</summary>
    private void Unfold(string path)
    {
        if (Find(path) is ({ } key, YamlSequenceNode list) && (list.Style == SequenceStyle.Flow || !list.All(IsOfItsOwn)))
        {
            var indent = Indent(First(key));
            Replace(First(key), Last(list), list.SelectMany(entry => Item(Lines(entry), $"{indent}  ")).Prepend($"{indent}{key}:"));
        }
    }

    /// <summary>Whether an entry begins on a line that holds nothing before it but its dash.</summary>
    private bool IsOfItsOwn(YamlNode entry) => _lines[First(entry)].TrimStart().StartsWith('-');

    private static IEnumerable<string> Item(IReadOnlyList<string> lines, string indent) =>
        lines.Select((line, i) => $"{indent}{(i == 0 ? "- " : "  ")}{line}");

    private static List<string> Lines(YamlNode entry) => entry is YamlMappingNode mapping
        ? [.. mapping.Children.Select(child => $"{child.Key}: {Inline(child.Value)}")]
        : [Inline(entry)];

    private static string Inline(YamlNode node) => node switch
    {
        YamlMappingNode mapping => $"{{ {string.Join(", ", mapping.Children.Select(child => $"{child.Key}: {Inline(child.Value)}"))} }}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Inline))}]",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value ?? "",
        _ => Quoted(node.ToString()),
    };

    private (YamlNode? Key, YamlNode? Value) Find(string path)
    {
        var names = path.Split('.');
        var around = names.Length == 1 ? _root : Frontmatter.Member(_root, names[0]) as YamlMappingNode;
        return around?.Children.FirstOrDefault(child => child.Key.ToString() == names[^1]) is { Key: { } key, Value: var value }
            ? (key, value)
            : default;
    }

    private void Insert(int at, IEnumerable<string> lines) => Replace(at, at - 1, lines);

    private void Replace(int first, int last, IEnumerable<string> lines)
    {
        _lines.RemoveRange(first, last - first + 1);
        _lines.InsertRange(first, lines.Select(line => line + _ending));
        _root = Frontmatter.Parse(Text);
    }

    private string Indent(int line) => _lines[line][..(_lines[line].Length - _lines[line].TrimStart().Length)];

    private static int First(YamlNode node) => (int)node.Start.Line - 1;

    /// <summary>The last line with something of the node on it; the parser's own end is where the next node begins.</summary>
    private int Last(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } block => (int)block.End.Line - 2,
        YamlScalarNode scalar => (int)scalar.End.Line - 1,
        YamlMappingNode { Style: MappingStyle.Flow } mapping => Closing(
            '}', mapping.Children.Select(child => Last(child.Value)).Append(First(node)).Max()),
        YamlSequenceNode { Style: SequenceStyle.Flow } list => Closing(']', list.Children.Select(Last).Append(First(node)).Max()),
        YamlMappingNode { Children.Count: > 0 } mapping => mapping.Children.Max(child => Math.Max(Last(child.Key), Last(child.Value))),
        YamlSequenceNode { Children.Count: > 0 } list => list.Children.Max(Last),
        _ => First(node),
    };

    /// <summary>The line that closes a flow collection; the parser does not keep it.</summary>
    private int Closing(char bracket, int from) => Math.Max(from, _lines.FindIndex(from, line => line.Contains(bracket)));
}
