using System.Globalization;
using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>Members that come as text, in a form, a path, a query or a header, written as the JSON that their shape asks for.</summary>
internal static class TextMember
{
    /// <exception cref="AwsException">The text is not of the shape.</exception>
    public static void Write(Utf8JsonWriter json, string name, string text, ShapeKind? kind)
    {
        switch (kind)
        {
            case ShapeKind.Integer:
                json.WriteNumberValue(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? whole
                    : throw Malformed(name, text, "a whole number"));
                break;
            case ShapeKind.Double:
                json.WriteNumberValue(Number(text) ?? throw Malformed(name, text, "a number"));
                break;
            case ShapeKind.Boolean:
                json.WriteBooleanValue(bool.TryParse(text, out var truth) ? truth : throw Malformed(name, text, "true or false"));
                break;
            case ShapeKind.Timestamp:
                json.WriteNumberValue(Number(text) ?? Seconds(text)
                    ?? throw Malformed(name, text, "a time such as 2026-11-28T09:30:00Z"));
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>One member that may have been given more than once.</summary>
    public static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts, Shape? shape)
    {
        if (shape is not { Kind: ShapeKind.List })
        {
            Write(json, name, texts is [var one] ? one : throw Malformed(name, string.Join(", ", texts), "given once"), shape?.Kind);
            return;
        }

        json.WriteStartArray();
        foreach (var text in texts)
        {
            Write(json, name, text, shape.Element?.Kind);
        }

        json.WriteEndArray();
    }

    public static AwsException Malformed(string name, string given, string allowed) =>
        new("SerializationException", $"{name} must be {allowed}, not '{given}'.");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static double? Seconds(string text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() / 1000.0
            : null;
}
