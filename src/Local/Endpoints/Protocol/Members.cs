using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Members of a request; what has the wrong JSON type is a SerializationException, as in AWS.</summary>
internal static class Members
{
    /// <summary>Null when absent or null.</summary>
    public static string? Text(this JsonElement body, string name) =>
        body.Member(name, JsonValueKind.String) is { } value ? Text(name, value) : null;

    /// <exception cref="AwsException">The member is missing.</exception>
    public static string RequiredText(this JsonElement body, string name) =>
        body.Text(name) ?? throw new AwsException("MissingParameter", $"The request must contain the parameter {name}.");

    public static int? Number(this JsonElement body, string name) =>
        body.Member(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetInt32(out var number) ? number
        : throw new AwsException("SerializationException", $"{name} must be a whole number, not {value}.");

    public static IEnumerable<JsonElement> Items(this JsonElement body, string name) =>
        body.Member(name, JsonValueKind.Array)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    public static IReadOnlyList<string> Texts(this JsonElement body, string name) =>
        [.. body.Items(name).Select(item => item.ValueKind == JsonValueKind.String
            ? Text(name, item)
            : throw new AwsException("SerializationException", $"{name} must hold strings, not {item.ValueKind}."))];

    /// <summary>Texts by name; none when it is not given.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement body, string name) =>
        body.Object(name)?.EnumerateObject().ToDictionary(
            member => member.Name,
            member => member.Value.ValueKind == JsonValueKind.String
                ? Text(name, member.Value)
                : throw new AwsException("SerializationException", $"{name} must hold strings, not {member.Value.ValueKind}."),
            StringComparer.Ordinal) ?? [];

    public static bool? Flag(this JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new AwsException("SerializationException", $"{name} must be true or false, not {value.ValueKind}.");
    }

    public static JsonElement? Object(this JsonElement body, string name) => body.Member(name, JsonValueKind.Object);

    public static JsonElement? Member(this JsonElement body, string name, JsonValueKind kind)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new AwsException("SerializationException", $"{name} must be in a JSON object, not in {body.ValueKind}.");
        }

        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == kind
            ? value
            : throw new AwsException("SerializationException", $"{name} must be of JSON type {kind}, not {value.ValueKind}.");
    }

    private static string Text(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair: JSON, but no text.
            throw new AwsException("SerializationException", $"{name} is not valid text: {error.Message}");
        }
    }
}
