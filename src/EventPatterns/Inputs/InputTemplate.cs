using System.Text;
using System.Text.Json;

namespace Waybill.EventPatterns.Inputs;

/// <summary>The template of an input transformer: text with placeholders, filled without escaping anything.</summary>
/// <remarks>
/// In a JSON template a placeholder that stands alone takes a value as JSON, a text in quotes as it is, and a missing value as <c>""</c>;
/// inside quotes it takes a value's text. A string template takes texts, and JSON without its quotes. So a text with a quote in it breaks a
/// JSON template's message, and EventBridge drops the event.
/// </remarks>
public sealed class InputTemplate
{
    private const int Longest = 8_192;
    private const int MostPaths = 100;
    private const string WholeEvent = "aws.events.event.json";
    private const string EventWithoutDetail = "aws.events.event";
    private const string IngestionTime = "aws.events.event.ingestion-time";
    private const string RuleName = "aws.events.rule-name";
    private const string RuleArn = "aws.events.rule-arn";

    private static readonly string[] Predefined = [WholeEvent, EventWithoutDetail, IngestionTime, RuleName, RuleArn];

    private readonly List<Part> _parts = [];

    /// <exception cref="FormatException">EventBridge refuses it; says which part.</exception>
    public InputTemplate(string text, IReadOnlyDictionary<string, string> paths)
    {
        Text = text;
        Paths = paths.ToDictionary(path => path.Key, path => EventPath.Parse(path.Value), StringComparer.Ordinal);
        IsJson = text.TrimStart() is ['{' or '[', ..];
        if (text.Length is 0 or > Longest || paths.Count > MostPaths)
        {
            throw new FormatException($"has a template of {text.Length} characters and {paths.Count} paths; "
                + $"allowed are 1 to {Longest} characters and at most {MostPaths} paths");
        }

        if (!IsJson && text.Trim() is not ['"', .., '"'])
        {
            throw new FormatException("has a template that is neither JSON, which begins with { or [, nor a text in quotes");
        }

        Split();
    }

    public string Text { get; }

    /// <summary>Where a placeholder's value is found, by its name.</summary>
    public IReadOnlyDictionary<string, EventPath> Paths { get; }

    /// <summary>Whether it is a JSON template, not a string template.</summary>
    public bool IsJson { get; }

    public string Fill(JsonElement @event, RuleAddress rule, DateTimeOffset arrived)
    {
        var message = new StringBuilder();
        foreach (var part in _parts)
        {
            message.Append(part.Placeholder ? Insert(part, Value(part.Text, @event, rule, arrived)) : part.Text);
        }

        return message.ToString();
    }

    /// <summary>A value as JSON, or null when there is none.</summary>
    private string? Value(string name, JsonElement @event, RuleAddress rule, DateTimeOffset arrived) => name switch
    {
        _ when Paths.TryGetValue(name, out var path) => path.Find(@event),
        WholeEvent => @event.GetRawText(),
        EventWithoutDetail => WithoutDetail(@event),
        IngestionTime => $"\"{arrived.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)}\"",
        RuleName => $"\"{rule.Name}\"",
        _ => $"\"{rule.Arn}\"",
    };

    private string Insert(Part part, string? value) => value switch
    {
        null => part.InQuotes ? "" : "\"\"",
        ['"', ..] => part.InQuotes ? Unescaped(value) : $"\"{Unescaped(value)}\"",
        _ => IsJson ? value : value.Replace("\"", "", StringComparison.Ordinal),
    };

    private static string Unescaped(string json)
    {
        using var text = JsonDocument.Parse(json);
        return text.RootElement.GetString()!;
    }

    private static string WithoutDetail(JsonElement @event)
    {
        var members = @event.EnumerateObject().Where(member => member.Name != "detail").Select(member =>
            $"\"{(member.Name == "detail-type" ? "detailType" : member.Name)}\":{member.Value.GetRawText()}");
        return $"{{{string.Join(',', members)}}}";
    }

    private void Split()
    {
        var (inQuotes, start) = (false, 0);
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\\')
            {
                i++;
            }
            else if (Text[i] == '"')
            {
                inQuotes = !inQuotes;
            }
            else if (Text[i] == '<' && Text.IndexOf('>', i) is var end and > 0)
            {
                _parts.Add(new Part(Text[start..i], Placeholder: false, inQuotes));
                _parts.Add(new Part(Known(Text[(i + 1)..end]), Placeholder: true, inQuotes));
                (i, start) = (end, end + 1);
            }
        }

        _parts.Add(new Part(Text[start..], Placeholder: false, inQuotes));
    }

    private string Known(string name) => Paths.ContainsKey(name) || Predefined.Contains(name, StringComparer.Ordinal)
        ? name
        : throw new FormatException($"contains invalid placeholder <{name}>; allowed are the names of InputPathsMap "
            + $"({string.Join(", ", Paths.Keys)}) and {string.Join(", ", Predefined)}");

    private sealed record Part(string Text, bool Placeholder, bool InQuotes);
}
