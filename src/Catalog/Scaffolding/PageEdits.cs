using System.Text.RegularExpressions;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Adds lines to the frontmatter of a catalog page that people wrote; every other character stays.</summary>
/// <param name="file">As errors name it.</param>
internal sealed partial class PageEdits(string file)
{
    private const string Fence = "---";

    /// <summary>An event more under <c>sends</c>.</summary>
    public string AddSent(string page, string id, string version)
    {
        var lines = Lines(page);
        var at = BlockEnd(lines, "sends:", 0, Closing(lines)) ?? (Find(lines, "receives:", 0, Closing(lines)) is var receives and >= 0 ? receives : Closing(lines));
        string[] sent = [$"  - id: {id}", $"    version: {version}"];
        lines.InsertRange(at, Find(lines, "sends:", 0, Closing(lines)) < 0 ? sent.Prepend("sends:") : sent);
        return string.Join('\n', lines);
    }

    /// <summary>Entries more under <c>waybill.ignores</c>.</summary>
    public string AddIgnored(string page, string consumer, IEnumerable<(string Event, string Why)> ignored)
    {
        var lines = Lines(page);
        if (Find(lines, "waybill:", 0, Closing(lines)) < 0)
        {
            lines.Insert(Closing(lines), "waybill:");
        }

        var (waybill, end) = (Find(lines, "waybill:", 0, Closing(lines)), BlockEnd(lines, "waybill:", 0, Closing(lines))!.Value);
        if (Find(lines, "  ignores:", waybill, end) < 0)
        {
            lines.Insert(end++, "  ignores:");
        }

        lines.InsertRange(BlockEnd(lines, "  ignores:", waybill, end)!.Value, ignored.SelectMany(one => (string[])
        [
            $"    - consumer: {consumer}", $"      event: {one.Event}", $"      why: {Quoted(one.Why)}",
        ]));
        return string.Join('\n', lines);
    }

    /// <summary>The page without <c>waybill.unheard</c>.</summary>
    public string RemoveUnheard(string page)
    {
        var lines = Lines(page);
        if (Find(lines, "  unheard:", 0, Closing(lines), mayHaveValue: true) is var at and >= 0)
        {
            lines.RemoveAt(at);
            while (at < lines.Count && lines[at].StartsWith("   ", StringComparison.Ordinal))
            {
                lines.RemoveAt(at);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A YAML text in double quotes, whose escapes are those of JSON (YAML 1.2, section 7.3.1).</summary>
    public static string Quoted(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static List<string> Lines(string page) => [.. page.Split('\n')];

    private int Closing(List<string> lines) => lines.FindIndex(1, line => line.TrimEnd() == Fence) is var at and > 0 ? at
        : throw new ScaffoldException($"'{file}' has no frontmatter between two lines of ---.");

    /// <summary>Where the lines below a key end; null when there is no such key.</summary>
    private int? BlockEnd(List<string> lines, string key, int from, int to)
    {
        if (Find(lines, key, from, to) is not (var at and >= 0))
        {
            return null;
        }

        var indent = key.Length - key.TrimStart().Length;
        var end = at + 1;
        while (end < to && (lines[end].Trim().Length == 0 || Indent(lines[end]) > indent || (Indent(lines[end]) == indent && lines[end].TrimStart().StartsWith('-'))))
        {
            end++;
        }

        return end;
    }

    private int Find(List<string> lines, string key, int from, int to, bool mayHaveValue = false)
    {
        var at = lines.FindIndex(from, to - from, line => line.StartsWith(key, StringComparison.Ordinal));
        return at < 0 || mayHaveValue || OnlyKey().IsMatch(lines[at]) ? at
            : throw new ScaffoldException($"'{file}' line {at + 1}: '{lines[at].Trim()}' is not written as a list of lines below its key; write it so, and a scaffold can add to it.");
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex(@"^\s*[a-z]+:\s*(#.*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyKey();
}
