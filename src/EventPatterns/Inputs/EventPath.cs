using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waybill.EventPatterns.Inputs;

/// <summary>The part of JSONPath that EventBridge knows: names after dots or in brackets and quotes,
/// places of lists, and all places of one.</summary>
public sealed partial class EventPath
{
    private const int Longest = 256;
    private const string Everything = "*";

    private readonly IReadOnlyList<(string? Name, string? Place)> _steps;

    private EventPath(string text, IReadOnlyList<(string? Name, string? Place)> steps) => (Text, _steps) = (text, steps);

    public string Text { get; }

    /// <exception cref="FormatException">EventBridge does not know such a path.</exception>
    public static EventPath Parse(string text)
    {
        var match = Grammar().Match(text);
        return match.Success && text.Length <= Longest
            ? new EventPath(text, [.. match.Groups["step"].Captures.Select(step => Step(step.Value))])
            : throw new FormatException(
                $"has the path '{text}'; supported are $ and at most {Longest} characters of steps such as .name, ['name'], [0] and [*]");
    }

    /// <summary>The value at the path as JSON: a list when the path has <c>[*]</c>; null when there is none.</summary>
    public string? Find(JsonElement json)
    {
        IEnumerable<JsonElement> found = [json];
        foreach (var step in _steps)
        {
            found = found.SelectMany(at => Next(at, step));
        }

        var values = found.Select(value => value.GetRawText()).ToList();
        var isList = _steps.Any(step => step.Place == Everything);
        return values.Count == 0 ? null : isList ? $"[{string.Join(',', values)}]" : values[0];
    }

    private static (string? Name, string? Place) Step(string step) => step switch
    {
        ['.', .. var name] => (name, null),
        ['[', '\'', .. var name, '\'', ']'] => (name, null),
        _ => (null, step[1..^1]),
    };

    private static IEnumerable<JsonElement> Next(JsonElement at, (string? Name, string? Place) step) => at.ValueKind switch
    {
        JsonValueKind.Object when step.Name is { } name && at.TryGetProperty(name, out var member) => [member],
        JsonValueKind.Array when step.Place == Everything => at.EnumerateArray(),
        JsonValueKind.Array when int.TryParse(step.Place, CultureInfo.InvariantCulture, out var place)
            && place < at.GetArrayLength() => [at[place]],
        _ => [],
    };

    [GeneratedRegex(
        @"^\$(?<step>\.[A-Za-z0-9_-]+|\[[0-9]+\]|\[\*\]|\['[^']+'\])*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Grammar();
}
