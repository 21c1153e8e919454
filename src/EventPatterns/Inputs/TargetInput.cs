using System.Text.Json;

namespace Waybill.EventPatterns.Inputs;

/// <summary>What a rule's target gets in place of the whole event: a text, a part of the event, or what a template makes of it.</summary>
/// <remarks>EventBridge user guide, <c>eb-transform-target-input</c>.</remarks>
public sealed class TargetInput
{
    private const int LongestInput = 8_192;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    private readonly EventPath? _path;
    private readonly InputTemplate? _template;

    private TargetInput(string? input, EventPath? path, InputTemplate? template) => (Input, _path, _template) = (input, path, template);

    /// <summary>The text that every event becomes.</summary>
    public string? Input { get; }

    public string? InputPath => _path?.Text;

    public string? InputTemplate => _template?.Text;

    public IReadOnlyDictionary<string, string> InputPaths =>
        _template?.Paths.ToDictionary(path => path.Key, path => path.Value.Text, StringComparer.Ordinal) ?? [];

    /// <exception cref="FormatException">EventBridge refuses it.</exception>
    public static TargetInput Constant(string input) => input.Length <= LongestInput && IsJson(input)
        ? new TargetInput(input, null, null)
        : throw new FormatException($"is no JSON of at most {LongestInput} characters: {input}");

    /// <exception cref="FormatException">EventBridge refuses it.</exception>
    public static TargetInput At(string path) => new(null, EventPath.Parse(path), null);

    /// <exception cref="FormatException">EventBridge refuses it; says which part.</exception>
    public static TargetInput Transformer(string template, IReadOnlyDictionary<string, string> paths) =>
        new(null, null, new InputTemplate(template, paths));

    /// <summary>The message for an event, or null when EventBridge would deliver nothing:
    /// no such part, or a JSON template that makes no JSON.</summary>
    public string? Apply(ReadOnlyMemory<byte> @event, RuleAddress rule, DateTimeOffset arrived)
    {
        if (Input is not null)
        {
            return Input;
        }

        using var json = JsonDocument.Parse(@event, Deep);
        if (_template is null)
        {
            return _path!.Find(json.RootElement);
        }

        var message = _template.Fill(json.RootElement, rule, arrived);
        return !_template.IsJson || IsJson(message) ? message : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Deep);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>A rule by name and ARN, which its input can show.</summary>
public readonly record struct RuleAddress(string Name, string Arn);
