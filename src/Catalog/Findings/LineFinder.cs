using System.Text.Json;
using Waybill.JsonSchemas;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Findings;

/// <summary>Finds the line of a JSON pointer in a JSON file or in the frontmatter of a page, so that a reader can jump there.</summary>
internal static class LineFinder
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The same findings, with lines where a pointer leads to one; a file that cannot be read leaves them as they are.</summary>
    public static IReadOnlyList<Finding> AddLines(string root, IReadOnlyList<Finding> findings)
    {
        var lines = findings.Where(finding => finding.Line is null && finding.Pointer is { Length: > 0 })
            .GroupBy(finding => finding.File, StringComparer.Ordinal)
            .SelectMany(file => LinesOf(Path.Combine(root, file.Key), [.. file.Select(finding => finding.Pointer!).Distinct()]).Select(line => (file.Key, line.Key, line.Value)))
            .ToDictionary(line => (line.Item1, line.Item2), line => line.Value);
        return [.. findings.Select(finding => finding.Line is null && lines.TryGetValue((finding.File, finding.Pointer ?? ""), out var line) ? finding with { Line = line } : finding)];
    }

    private static Dictionary<string, int> LinesOf(string path, IReadOnlyCollection<string> pointers)
    {
        try
        {
            return new FileInfo(path) is not { Exists: true, Length: <= MostBytes } ? []
                : path.EndsWith(".json", StringComparison.Ordinal) ? InJson(File.ReadAllBytes(path), [.. pointers])
                : path.EndsWith(".mdx", StringComparison.Ordinal) ? InFrontmatter(File.ReadAllText(path), pointers)
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or YamlException or InvalidOperationException)
        {
            // Another finding says that the file is broken.
            return [];
        }
    }

    private static Dictionary<string, int> InJson(byte[] utf8, HashSet<string> wanted)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new Stack<(string Pointer, int Next)>();
        var reader = new Utf8JsonReader(utf8);
        var (at, line, counted) = ("", 1, 0);
        while (reader.Read() && found.Count < wanted.Count)
        {
            line += utf8.AsSpan(counted, (int)reader.TokenStartIndex - counted).Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                path.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                at = $"{path.Peek().Pointer}/{JsonPointer.Escape(reader.GetString()!)}";
                Found(at);
                continue;
            }

            if (path.TryPeek(out var around) && around.Next >= 0)
            {
                path.Push(path.Pop() with { Next = around.Next + 1 });
                at = $"{around.Pointer}/{around.Next}";
                Found(at);
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                path.Push((at, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }

        return found;

        void Found(string pointer)
        {
            if (wanted.Contains(pointer))
            {
                found.TryAdd(pointer, line);
            }
        }
    }

    private static Dictionary<string, int> InFrontmatter(string text, IReadOnlyCollection<string> pointers)
    {
        var lines = text.Split('\n');
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        var stream = new YamlStream();
        stream.Load(new StringReader("\n" + string.Join('\n', lines[1..Math.Max(1, end)])));
        return stream.Documents is [{ RootNode: var root }]
            ? pointers.ToDictionary(pointer => pointer, pointer => LineOf(root, pointer), StringComparer.Ordinal)
            : [];
    }

    /// <summary>The line of the deepest part of the pointer that is there: a key that is missing is missing from what is around it.</summary>
    private static int LineOf(YamlNode root, string pointer)
    {
        var (node, line) = (root, 1);
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (node is YamlMappingNode mapping && mapping.Children.FirstOrDefault(child => child.Key.ToString() == token) is { Key: { } key } child)
            {
                (node, line) = (child.Value, (int)key.Start.Line);
            }
            else if (node is YamlSequenceNode list && int.TryParse(token, out var i) && i < list.Children.Count)
            {
                (node, line) = (list.Children[i], (int)list.Children[i].Start.Line);
            }
            else
            {
                break;
            }
        }

        return line;
    }
}
