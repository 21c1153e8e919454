using System.Globalization;
using System.Text.Json;
using Waybill.Catalog.Pages;
using Waybill.JsonSchemas.Documents;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Findings;

/// <summary>Finds the line of a JSON pointer in a JSON file or in the frontmatter of a page, so that a reader can jump there.</summary>
internal static class LineFinder
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The same findings, with lines where a pointer leads to one; a file that cannot be read leaves them as they are.</summary>
    public static IReadOnlyList<Finding> AddLines(string root, IReadOnlyList<Finding> findings)
    {
        var places = findings.Where(finding => finding is { Line: null, Pointer.Length: > 0 })
            .Select(finding => (finding.File, Pointer: finding.Pointer!));
        var lines = places.Distinct().GroupBy(place => place.File, place => place.Pointer, StringComparer.Ordinal)
            .SelectMany(file => Lines(Path.Combine(root, file.Key), [.. file]).Select(line => ((file.Key, line.Pointer), line.Line)))
            .ToDictionary();
        return [.. findings.Select(finding =>
            finding with { Line = finding.Line ?? lines.GetValueOrDefault((finding.File, finding.Pointer ?? "")) })];
    }

    private static List<(string Pointer, int? Line)> Lines(string path, List<string> pointers)
    {
        try
        {
            switch (new FileInfo(path) is { Exists: true, Length: <= MostBytes } ? Path.GetExtension(path) : "")
            {
                case ".json":
                    var json = File.ReadAllBytes(path);
                    return pointers.ConvertAll(pointer => (pointer, LineOf(json, pointer)));
                case ".md" or ".mdx":
                    var page = Frontmatter.Parse(File.ReadAllText(path));
                    return pointers.ConvertAll(pointer => (pointer, LineOf(page, pointer)));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or PageException)
        {
            // Another finding says that the file is broken.
        }

        return [];
    }

    private static int? LineOf(ReadOnlySpan<byte> json, string pointer)
    {
        var mark = json.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(json[mark..]);
        reader.Read();
        var at = 0L;
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            if (!Enter(ref reader, token, out at))
            {
                return null;
            }
        }

        return 1 + json[..(mark + (int)at)].Count((byte)'\n');
    }

    /// <summary>Goes on to the value of a member, or to an item; <paramref name="at"/> says where it begins, name included.</summary>
    private static bool Enter(ref Utf8JsonReader reader, string token, out long at)
    {
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        at = 0;
        for (var i = 0; isArray || i > 0 || reader.TokenType == JsonTokenType.StartObject; i++)
        {
            if (!reader.Read() || reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                return false;
            }

            at = reader.TokenStartIndex;
            var isWanted = isArray ? token == i.ToString(CultureInfo.InvariantCulture) : reader.ValueTextEquals(token);
            if ((isArray || reader.Read()) && isWanted)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>The line of the deepest part that is there: a key that is missing is missing from what is around it.</summary>
    private static int? LineOf(YamlNode root, string pointer)
    {
        var (node, line) = (root, 1);
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            if (node is YamlMappingNode mapping
                && mapping.Children.FirstOrDefault(child => child.Key.ToString() == token) is { Key: { } key } child)
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
