using System.Text;
using System.Text.Json;

namespace Waybill.Local.Account;

/// <summary>Makes a target's message out of an event, as EventBridge does: text with placeholders, and nothing is escaped.</summary>
/// <remarks>
/// EventBridge user guide, <c>eb-transform-target-input</c>. A placeholder that stands alone takes a value as JSON, a text in quotes as it is, and a
/// missing value as <c>""</c>; inside quotes it takes a value's text. So a text with a quote in it breaks the message, and EventBridge drops it.
/// </remarks>
public sealed class TargetInput
{
    private const int LongestTemplate = 8_192;
    private const int MostPaths = 100;
    private const string WholeEvent = "aws.events.event.json";
    private const string IngestionTime = "aws.events.event.ingestion-time";
    private const string RuleName = "aws.events.rule-name";
    private const string RuleArn = "aws.events.rule-arn";

    private readonly IReadOnlyDictionary<string, string> _paths;
    private readonly List<Part> _parts = [];

    /// <exception cref="FormatException">EventBridge refuses it, or it is of a kind that laptop mode does not know; says which.</exception>
    public TargetInput(string template, IReadOnlyDictionary<string, string> paths)
    {
        _paths = paths;
        if (template.Length is 0 or > LongestTemplate || paths.Count > MostPaths)
        {
            throw new FormatException(
                $"has a template of {template.Length} characters and {paths.Count} paths; allowed are 1 to {LongestTemplate} characters and at most {MostPaths} paths");
        }

        if (template.TrimStart() is not ['{' or '[', ..])
        {
            throw new FormatException("has a string template; supported are JSON templates, which begin with { or [");
        }

        if (paths.FirstOrDefault(path => !IsPath(path.Value)) is { Key: { } name, Value: var wrong })
        {
            throw new FormatException($"has the path '{wrong}' for <{name}>; supported are $ and names after it, such as $.detail.data");
        }

        Split(template);
    }

    /// <summary>The message for an event, or null when it is no JSON: then EventBridge delivers nothing.</summary>
    public string? Apply(ReadOnlyMemory<byte> envelope, Rule rule, DateTimeOffset arrived)
    {
        using var document = JsonDocument.Parse(envelope, new JsonDocumentOptions { MaxDepth = 1_000 });
        var message = new StringBuilder();
        foreach (var part in _parts)
        {
            message.Append(part.Placeholder ? Insert(part, document.RootElement, rule, arrived) : part.Text);
        }

        var text = message.ToString();
        return IsJson(text) ? text : null;
    }

    private string Insert(Part part, JsonElement envelope, Rule rule, DateTimeOffset arrived) => part.Text switch
    {
        WholeEvent => envelope.GetRawText(),
        IngestionTime => Quoted(part, arrived.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)),
        RuleName => Quoted(part, rule.Name),
        RuleArn => Quoted(part, rule.Arn),
        _ => Find(envelope, _paths[part.Text]) switch
        {
            null => Quoted(part, ""),
            { ValueKind: JsonValueKind.String } text => Quoted(part, text.GetString()!),
            { } other => other.GetRawText(),
        },
    };

    private static string Quoted(Part part, string text) => part.InQuotes ? text : $"\"{text}\"";

    private static JsonElement? Find(JsonElement from, string path)
    {
        var at = from;
        foreach (var name in path.Split('.').Skip(1))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    private void Split(string template)
    {
        var (inQuotes, start) = (false, 0);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\')
            {
                i++;
            }
            else if (template[i] == '"')
            {
                inQuotes = !inQuotes;
            }
            else if (template[i] == '<' && template.IndexOf('>', i) is var end and > 0)
            {
                _parts.Add(new Part(template[start..i], Placeholder: false, inQuotes));
                _parts.Add(Known(template[(i + 1)..end], inQuotes));
                (i, start) = (end, end + 1);
            }
        }

        _parts.Add(new Part(template[start..], Placeholder: false, inQuotes));
    }

    private Part Known(string name, bool inQuotes) =>
        _paths.ContainsKey(name) || name is WholeEvent or IngestionTime or RuleName or RuleArn
            ? new Part(name, Placeholder: true, inQuotes)
            : throw new FormatException(
                $"contains invalid placeholder <{name}>; allowed are the names of InputPathsMap ({string.Join(", ", _paths.Keys)}) and {WholeEvent}, {IngestionTime}, {RuleName}, {RuleArn}");

    private static bool IsPath(string path) => path == "$" || (path.StartsWith("$.", StringComparison.Ordinal)
        && path[2..].Split('.').All(name => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1_000 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Part(string Text, bool Placeholder, bool InQuotes);
}
