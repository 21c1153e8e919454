using System.Text.Json;
using System.Text.Unicode;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Reads bodies as JSON.</summary>
internal static class RequestBody
{
    /// <summary>DynamoDB's largest request is 16 MB.</summary>
    public const int MaxBytes = 17 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>A JSON object whose names and texts can all be read; no bytes are an empty object.</summary>
    /// <exception cref="AwsException">Not JSON, not an object, nested too deeply, or with half a surrogate pair in a text.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = body.IsEmpty ? JsonDocument.Parse("{}") : JsonDocument.Parse(body, Options);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                CheckTexts(body.Span, Options.MaxDepth);
                return json;
            }

            throw Unreadable($"must be a JSON object, not {json.RootElement.ValueKind}.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Unreadable($"is not JSON: {error.Message}");
        }
    }

    /// <summary>Reads each name and text that could be none: UTF-8 that is invalid, or an escaped half of a surrogate pair.</summary>
    /// <exception cref="AwsException">Not UTF-8.</exception>
    /// <exception cref="InvalidOperationException">A text with half a surrogate pair.</exception>
    public static void CheckTexts(ReadOnlySpan<byte> body, int maxDepth)
    {
        if (!Utf8.IsValid(body))
        {
            throw Unreadable("is not UTF-8.");
        }

        if (body.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && json.ValueIsEscaped)
            {
                _ = json.GetString();
            }
        }
    }

    private static AwsException Unreadable(string why) => new("SerializationException", $"The body {why}");
}
