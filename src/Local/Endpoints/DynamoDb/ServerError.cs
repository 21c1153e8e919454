using System.Text.Json;

namespace Waybill.Local.Endpoints.DynamoDb;

/// <summary>What the DynamoDB-compatible server says when it refuses a request.</summary>
internal sealed record ServerError(string Code, bool HasText)
{
    private const string Nameless = "ValidationException";

    public static ServerError Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object
                ? new ServerError(
                    Text(json, "__type")?.Split('#')[^1] ?? Nameless, (Text(json, "message") ?? Text(json, "Message")) is { Length: > 0 })
                : new ServerError(Nameless, HasText: false);
        }
        catch (JsonException)
        {
            return new ServerError(Nameless, HasText: false);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
