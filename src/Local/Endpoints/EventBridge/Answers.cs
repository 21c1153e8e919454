using System.Text.Json;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Members of answers, as EventBridge writes them: what there is not is left out, times are seconds since 1970.</summary>
internal static class Answers
{
    public static void WriteIfAny(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteIfAny(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            json.WriteNumber(name, given.ToUnixTimeMilliseconds() / 1000.0);
        }
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void WriteMap(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Those whose name begins so, in the order of their names.</summary>
    public static IEnumerable<T> Named<T>(this IEnumerable<T> all, Func<T, string> name, string? prefix) =>
        all.Where(one => name(one).StartsWith(prefix ?? "", StringComparison.Ordinal)).OrderBy(name, StringComparer.Ordinal);
}
