using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Local.Functions;

/// <summary>Lambda's error object, as the Runtime API takes and gives it.</summary>
internal sealed record RuntimeApiError(string? ErrorMessage, string? ErrorType)
{
    public static byte[] Json(string type, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new RuntimeApiError(message, type), RuntimeApiJson.Default.RuntimeApiError);

    /// <summary>Type and message as one line; what is not an error object is quoted as it is.</summary>
    public static string Describe(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, RuntimeApiJson.Default.RuntimeApiError) is { } error)
            {
                return $"{error.ErrorType}: {error.ErrorMessage}";
            }
        }
        catch (JsonException)
        {
            // Said below, with the text itself.
        }
        return System.Text.Encoding.UTF8.GetString(body);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeApiError))]
internal sealed partial class RuntimeApiJson : JsonSerializerContext;
