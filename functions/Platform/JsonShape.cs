using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waybill.Platform;

/// <summary>The names and kinds in a JSON document, without any value.</summary>
/// <remarks>Enough to find the code that wrote it, and nothing about a person.</remarks>
public static partial class JsonShape
{
    private const int MostFields = 100;
    private const int Deepest = 8;

    /// <summary>Every field down to a depth of 8, at most 100 of them, each once.</summary>
    public static IReadOnlyList<Field> Of(JsonElement document) => [.. Inside(document, "", 0).Distinct().Take(MostFields)];

    private static IEnumerable<Field> Inside(JsonElement value, string path, int depth)
    {
        if (depth == Deepest)
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => At(member.Value, $"{path}/{NameOf(member)}", depth + 1)),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => At(item, $"{path}/*", depth + 1)),
            _ => [],
        };
    }

    private static IEnumerable<Field> At(JsonElement value, string path, int depth) =>
        Inside(value, path, depth).Prepend(new Field(path, KindOf(value)));

    /// <summary>An object may be keyed by mail addresses or customer numbers: then its names are values.</summary>
    private static string NameOf(JsonProperty member) => NamePattern.IsMatch(member.Name) ? member.Name : "(name)";

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    /// <summary>A word or several, with a short number at most.</summary>
    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z_-]{0,39}[0-9]{0,2}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}
