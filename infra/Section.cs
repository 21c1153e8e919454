using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>One object of settings in a JSON file; every complaint names the file and the JSON pointer of the setting.</summary>
public sealed class Section(JsonObject settings, string file, string at)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _read = [];

    public Section Inner(string key) =>
        Required(key, "an object") is JsonObject section
            ? new Section(section, file, $"{at}/{key}")
            : throw Invalid(key, "an object");

    /// <summary>Null when it is not there.</summary>
    public Section? Optional(string key)
    {
        _read.Add(key);
        return settings[key] is null ? null : Inner(key);
    }

    /// <summary>What it has settings for.</summary>
    public IReadOnlyList<string> Keys => [.. settings.Select(setting => setting.Key)];

    /// <summary>A list of texts that each match; none when it is not there.</summary>
    public IReadOnlyList<string> Texts(string key, string pattern, string allowed)
    {
        _read.Add(key);
        return settings[key] switch
        {
            null => [],
            JsonArray list when list.All(one => one?.GetValueKind() == JsonValueKind.String && Matches((string)one!, pattern)) =>
                [.. list.Select(one => (string)one!)],
            _ => throw Invalid(key, allowed),
        };
    }

    public bool YesOrNo(string key) => Required(key, "true or false") is JsonValue value && value.TryGetValue(out bool yes)
        ? yes
        : throw Invalid(key, "true or false");

    public int Positive(string key) => Whole(key, number => number > 0, "a whole number above 0");

    public int Percent(string key) => Whole(key, number => number is >= 0 and <= 100, "a whole number from 0 to 100");

    public string Matching(string key, string pattern, string allowed) =>
        Text(key, allowed) is var text && Matches(text, pattern) ? text : throw Invalid(key, allowed);

    public string Url(string key) =>
        Uri.TryCreate(Text(key, "an http(s) URL"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? Text(key, "an http(s) URL").TrimEnd('/')
            : throw Invalid(key, "an http(s) URL");

    public string OneOf(string key, params string[] values)
    {
        var allowed = $"one of {string.Join(", ", values)}";
        return Text(key, allowed) is var text && values.Contains(text, StringComparer.Ordinal) ? text : throw Invalid(key, allowed);
    }

    public T OneOf<T>(string key) where T : struct, Enum => Enum.Parse<T>(OneOf(key, Enum.GetNames<T>()));

    /// <summary>A misspelt setting is an error too: nobody would notice that it does nothing.</summary>
    public void NothingElse()
    {
        foreach (var (key, _) in settings)
        {
            if (!_read.Contains(key))
            {
                throw new ConfigurationException($"{file} {at}/{key} is not a setting; known are {string.Join(", ", _read)}.");
            }
        }
    }

    private static bool Matches(string text, string pattern) =>
        Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture, LongEnough);

    private int Whole(string key, Func<int, bool> isAllowed, string allowed) =>
        Required(key, allowed) is JsonValue value && value.TryGetValue(out int number) && isAllowed(number)
            ? number
            : throw Invalid(key, allowed);

    private string Text(string key, string allowed) =>
        Required(key, allowed) is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw Invalid(key, allowed);

    private JsonNode Required(string key, string allowed)
    {
        _read.Add(key);
        return settings[key] ?? throw new ConfigurationException($"{file} {at}/{key} is missing; it must be {allowed}.");
    }

    /// <summary>What is said about a setting that is not as it must be.</summary>
    public ConfigurationException Invalid(string key, string allowed) =>
        new($"{file} {at}/{key} is {settings[key]!.ToJsonString()}; it must be {allowed}.");
}
